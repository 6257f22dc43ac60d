namespace SecretsKit.Cli.Quickstart;

/// <summary>What the folder is filled with. Nothing here protects anything.</summary>
internal static class QuickstartFiles
{
    public const string Key = "keys.txt";
    public const string Config = ".sops.yaml";
    public const string Values = "values.yaml";
    public const string Secrets = "secrets.yaml";
    public const string Tampered = "tampered.yaml";
    public const string OldPassword = "correct-horse-battery";
    public const string NewPassword = "staple-under-the-lake";

    public const string ValuesText = """
        image:
            repository: registry.example.com/orders
            tag: 1.4.2
        replicas: 3

        """;

    public const string SecretsText = $"""
        database:
            host: db.prod.example.com
            user: orders
            password: {OldPassword}
        payment:
            apiKey: pk-live-9f8e7d6c5b4a
            webhookSecret: whs-1a2b3c4d5e6f

        """;

    public const string IgnoreText = $"*.dec\n.*.tmp\n{Key}\n";

    /// <summary>The rule: who, and which values.</summary>
    public static string ConfigText(string recipient) => $"""
        creation_rules:
          - path_regex: secrets\.yaml$
            age: {recipient}
            encrypted_regex: ^(password|apiKey|webhookSecret)$

        """;
}
