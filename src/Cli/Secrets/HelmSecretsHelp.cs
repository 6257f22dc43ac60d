namespace SecretsKit.Cli.Secrets;

/// <summary>Help for the helm-secrets command line.</summary>
internal static class HelmSecretsHelp
{
    /// <summary>The help of the whole command line.</summary>
    public const string Overview = """
        The helm-secrets command line, for files of values.

        usage: secretskit secrets [options] COMMAND [flags] FILE

        commands:
          encrypt [-i] FILE                print a file encrypted for the recipients of .sops.yaml; -i: in place
          decrypt [-i] [--terraform] FILE  print a file decrypted; -i: in place; --terraform: as a Terraform external data source
          edit FILE                        change an encrypted file in your editor
          enc FILE, dec FILE, view FILE    as in 3.x: in place, to FILE.dec, to the terminal

        options, before the command:
          -b, --backend NAME               sops (default) or noop [$HELM_SECRETS_BACKEND]
          -a, --backend-args "..."         words put before those of each sops command [$HELM_SECRETS_BACKEND_ARGS]
          -q, --quiet                      no lines that tell what is done [$HELM_SECRETS_QUIET]
          -v, --version; -h, --help
        """;

    /// <summary>The help of a command, or null for one that is not there.</summary>
    public static string? Of(string command) => command switch
    {
        "encrypt" => "Encrypts a file for the recipients of .sops.yaml, searched from the file's folder upward, and prints the result.\n\nusage: secretskit secrets encrypt [-i] FILE\n\n  -i  write the result back to the file",
        "decrypt" => "Decrypts a file and prints it.\n\nusage: secretskit secrets decrypt [-i] [--terraform] FILE\n\n  -i           write the result back to the file\n  --terraform  print {\"content_base64\":\"...\"}",
        "edit" => "Opens an encrypted file in your editor and encrypts what you save.\n\nusage: secretskit secrets edit FILE",
        "enc" => "Encrypts a file in place.\n\nusage: secretskit secrets enc FILE",
        "dec" => "Decrypts a file to FILE.dec.\n\nusage: secretskit secrets dec FILE",
        "view" => "Prints a file decrypted.\n\nusage: secretskit secrets view FILE",
        _ => null,
    };
}
