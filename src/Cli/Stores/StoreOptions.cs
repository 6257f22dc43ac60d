using System.CommandLine;
using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.Stores;

/// <summary>The words that name a store, shared by the commands of <c>secret</c>.</summary>
internal sealed class StoreOptions
{
    private readonly Option<string[]> _manifests = VerbOptions.Many(
        "--manifests", "PATH",
        "Files or folders with the Secrets and ConfigMaps that the store refers to, encrypted or not; may be repeated.");

    private readonly Option<string?> _namespace = VerbOptions.Text(
        "--namespace", "NAME", "The namespace that secrets are read for, if the store's manifest names none. Default 'default'.", "-n");

    /// <summary>What a store is, for the help of all commands.</summary>
    public const string About = "STORE is a file with a SecretStore or ClusterSecretStore, as a cluster has it (FILE#NAME if it holds "
        + "several), or a URL: sops:FILE, vault:///MOUNT, aws-secretsmanager://REGION, aws-parameterstore://REGION, "
        + "azurekv://NAME, gcpsm://PROJECT, kubernetes://NAMESPACE. URLs take credentials from the environment, as the vendors' own "
        + "tools do.";

    /// <summary>A store.</summary>
    public static Argument<string> Store(string name, string about) => new(name) { Description = about };

    /// <summary>Asks for output that programs read.</summary>
    /// <param name="what">What is printed then.</param>
    public static Option<string?> OutputFormat(string what) => VerbOptions.Choice(
        "--output", "FORMAT", $"'json' prints {what}; 'text' is the default.", ["text", "json"], "-o");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_manifests);
        command.Add(_namespace);
    }

    /// <summary>What was given.</summary>
    public StorePlace Read(ParseResult parsed) => new(parsed.GetValue(_manifests) ?? [], parsed.GetValue(_namespace) ?? "");
}

/// <summary>Where a store and its references are looked up.</summary>
/// <param name="Manifests">Files and folders with what stores refer to.</param>
/// <param name="Namespace">The namespace that secrets are read for; empty for that of the manifest.</param>
internal sealed record StorePlace(IReadOnlyList<string> Manifests, string Namespace);
