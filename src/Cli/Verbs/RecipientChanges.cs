using System.CommandLine;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Repository.Config;

namespace SecretsKit.Cli.Verbs;

/// <summary>
/// Options that add or remove recipients, named as those of sops: a prefix and the type of key. No variable speaks for them.
/// </summary>
internal sealed class RecipientChanges
{
    private static readonly (KeyType Type, string Name, string Value, string What)[] Types =
    [
        (KeyType.Age, "age", "RECIPIENT", "age public key"),
        (KeyType.Pgp, "pgp", "FINGERPRINT", "PGP key"),
        (KeyType.AwsKms, "kms", "ARN", "AWS KMS key"),
        (KeyType.GcpKms, "gcp-kms", "ID", "Google Cloud KMS key"),
        (KeyType.AzureKeyVault, "azure-kv", "URL", "Azure Key Vault key"),
        (KeyType.VaultTransit, "hc-vault-transit", "URI", "Vault transit key"),
        (KeyType.HuaweiKms, "hckms", "ID", "Huawei Cloud KMS key"),
    ];

    private readonly List<(KeyType Type, Option<string[]> Option)> _rows;

    /// <summary>One option for each type of key.</summary>
    /// <param name="prefix">What the names begin with: <c>--add-</c>, <c>--rm-</c>, or <c>--</c>.</param>
    /// <param name="about">Behind the kind of key.</param>
    public RecipientChanges(string prefix, string about) =>
        _rows = [.. Types.Select(
            type =>
                (
                    type.Type,
                    new Option<string[]>(
                        prefix
                            + type.Name) { HelpName = type.Value,
                            Description = $"{type.What} that {about}{(type.Type == KeyType.Age ? "; may be repeated" : "")}." }))];

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command) => _rows.ForEach(row => command.Add(row.Option));

    /// <summary>What was given.</summary>
    public RecipientChoice Read(ParseResult parsed) =>
        new(
            [.. _rows.Select(
                row =>
                    KeyValuePair.Create(row.Type, parsed.GetValue(row.Option) is { Length: > 0 } given ? string.Join(',', given) : ""))]);
}
