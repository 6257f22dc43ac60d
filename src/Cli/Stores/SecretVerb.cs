using System.CommandLine;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.Stores;

/// <summary>The words of <c>secret</c>: stores of secrets, seen as the agent sees them.</summary>
internal static class SecretVerb
{
    private static readonly VerbText Help = new(
        "secret COMMAND [options]",
        "Reads and writes secrets of Vault, cloud managers, clusters and SOPS files through the same stores that the agent uses, so that "
        + "a person sees what the agent would see. Values are masked unless --show asks for them. " + StoreOptions.About,
        ("secretskit secret get store.yaml orders/database", "whether it can be read, and which keys it has"),
        ("secretskit secret list vault:///secret", "all names under a mount"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context) =>
        new(new Command("secret"), Help, (_, _) => Task.FromResult(ExitCodes.Success))
        {
            Children =
            [
                new("get", "read one secret of a store", SecretGetVerb.Create),
                new("list", "the secrets of a store by name", SecretListVerb.Create),
                new("put", "write one secret to a store", SecretPutVerb.Create),
                new("diff", "which secrets of two stores differ", SecretDiffVerb.Create),
            ],
        };
}
