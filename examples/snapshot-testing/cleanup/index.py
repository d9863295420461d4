def handler(event, context):
    return "nothing to clean up"
