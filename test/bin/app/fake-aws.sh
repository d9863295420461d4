#!/usr/bin/env bash
# Answers from a file, and changes it: as little of AWS as an owner's commands use.
set -euo pipefail
here=${0%/*}
args=("$@")
printf '%s\0' $# "$@" >>"$here/calls"

option() { # names; sets value to that of the first which is given
  local name each
  for name; do
    for each in "${args[@]}"; do
      [[ $each != "--$name="* ]] || { value=${each#*=}; return; }
    done
  done
  return 1
}

option region || value=
option role-name bucket key-id secret-id resource-arn || value="$1 $value"
of=$value
case "$2 $* " in
  get-caller-identity*) jq -r .account "$here/state" ;;
  *' Role.Arn '*) jq -r --arg of "$of" '.arns[$of]' "$here/state" ;;
  get-*)
    # The CLI decodes what IAM gives, and shows the texts that others give as they are.
    [ "$1" = iam ] && layout=(--indent 4) || layout=(--compact-output)
    policy=$(jq "${layout[@]}" --arg of "$of" '.policies[$of] // empty' "$here/state")
    if [ -n "$policy" ]; then
      printf '%s\n' "$policy"
    elif [ "$1" = secretsmanager ]; then
      echo None
    else
      echo "An error occurred ($(jq -r '.error // "NoSuchBucketPolicy"' "$here/state"))" >&2
      exit 254
    fi
    ;;
  *)
    [ "$2" != put-role-policy ] || { option policy-name; of="$of $value"; }
    option policy-document policy resource-policy policy-in-json
    jq -c --arg of "$of" --argjson policy "$value" '.policies[$of] = $policy' "$here/state" >"$here/changed"
    mv "$here/changed" "$here/state"
    ;;
esac
