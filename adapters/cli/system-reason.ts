/** The system's reason, without its code and the call that failed: "no such file or directory". */
export function systemReason({ message }: Error): string {
  return message.replace(/^\w+: |, \w+( '.*')?$/g, '');
}
