"""Starts MiniStack on one loopback port, after filling three gaps of its CloudFormation.

It only adds to the table of resource handlers: resource types that MiniStack does not know, and a role property
that it drops. What evaluates a request (trusts, policies, boundaries) stays MiniStack's own, untouched.
MiniStack's own main() is not used, because as root it would also take port 443.
"""

import asyncio
import os

from hypercorn.asyncio import serve
from hypercorn.config import Config
from ministack import app
from ministack.core import tls
from ministack.services import ec2, iam
from ministack.services.cloudformation import provisioners


def create_oidc_provider(logical_id, props, stack_name):
    request = {"Url": props["Url"]}
    for member in ("ClientIdList", "ThumbprintList"):
        parameter = member.replace("ClientId", "ClientID")
        for number, value in enumerate(props.get(member, []), start=1):
            request[f"{parameter}.member.{number}"] = value
    status, _headers, body = iam._create_oidc_provider(request)
    if status >= 400:
        raise ValueError(f"AWS::IAM::OIDCProvider {logical_id} was not created: {body!r}")
    host = props["Url"].removeprefix("https://").rstrip("/")
    arn = next(arn for arn in iam._oidc_providers if arn.endswith(f":oidc-provider/{host}"))
    iam._oidc_providers[arn]["Tags"] = props.get("Tags", [])
    return arn, {"Arn": arn}


def update_oidc_provider(arn, old_props, new_props, stack_name):
    if old_props["Url"] != new_props["Url"]:
        replacement = create_oidc_provider(arn, new_props, stack_name)
        provisioners._delete_predecessor(delete_oidc_provider, arn, old_props)
        return replacement
    provider = iam._oidc_providers[arn]
    provider["ClientIDList"] = new_props.get("ClientIdList", [])
    provider["ThumbprintList"] = new_props.get("ThumbprintList", [])
    provider["Tags"] = new_props.get("Tags", [])
    return arn, {"Arn": arn}


def delete_oidc_provider(arn, props):
    iam._oidc_providers.pop(arn, None)


def keeping_boundary(handler, props_position):
    """The role handler, which drops PermissionsBoundary, followed by storing it where IAM's own API stores it."""

    def handle(*arguments):
        name, attributes = handler(*arguments)
        iam._roles[name]["PermissionsBoundary"] = arguments[props_position].get("PermissionsBoundary")
        return name, attributes

    return handle


def security_group_rule(direction):
    """The handlers of a rule that stands beside its security group, as rules within one group do."""

    def create(logical_id, props, stack_name):
        group = ec2._security_groups[props["GroupId"]]
        group.setdefault(direction, []).extend(provisioners._ec2_sg_permissions([props]))
        return f"{props['GroupId']}|{logical_id}", {}

    def delete(rule_id, props):
        group = ec2._security_groups.get(props["GroupId"], {})
        for permission in provisioners._ec2_sg_permissions([props]):
            if permission in group.get(direction, []):
                group[direction].remove(permission)

    def update(rule_id, old_props, new_props, stack_name):
        delete(rule_id, old_props)
        return create(rule_id.split("|")[1], new_props, stack_name)

    return {"create": create, "update": update, "delete": delete}


def register():
    handlers = provisioners._RESOURCE_HANDLERS
    handlers["AWS::IAM::OIDCProvider"] = {
        "create": create_oidc_provider,
        "update": update_oidc_provider,
        "delete": delete_oidc_provider,
    }
    handlers["AWS::EC2::SecurityGroupIngress"] = security_group_rule("IpPermissions")
    handlers["AWS::EC2::SecurityGroupEgress"] = security_group_rule("IpPermissionsEgress")
    role = handlers["AWS::IAM::Role"]
    handlers["AWS::IAM::Role"] = {
        **role,
        "create": keeping_boundary(role["create"], props_position=1),
        "update": keeping_boundary(role["update"], props_position=2),
    }


def main():
    register()
    config = Config()
    config.bind = [f"127.0.0.1:{os.environ['GATEWAY_PORT']}"]
    config.certfile, config.keyfile = tls.resolve_tls_material()
    config.keep_alive_timeout = 75
    config.graceful_timeout = 1
    asyncio.run(serve(app.app, config))


if __name__ == "__main__":
    main()
