using SecretsKit.Charts.Fetching;
using SecretsKit.Charts.Inputs;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Cli.Helm.Guards;
using SecretsKit.Cli.Helm.Hints;
using SecretsKit.Cli.Helm.Inputs;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Signing;
using SecretsKit.CommandLine;
using SecretsKit.Core.Secrets;
using SecretsKit.Platform;

namespace SecretsKit.Cli.Helm;

/// <summary>What the commands of one helm command line share.</summary>
/// <param name="Host">Streams and environment.</param>
/// <param name="Generation">Whose behaviour counts.</param>
/// <param name="Log">Where notices go.</param>
internal sealed record HelmSession(CliHost Host, HelmGeneration Generation, IChartLog Log)
{
    private const string DefaultNamespace = "default";

    /// <summary>The name that the program was called by: <c>helm</c> or <c>helm3</c>.</summary>
    public string CalledAs { get; init; } = "helm";

    /// <summary>Contents to read in place of the files of these paths: decrypted already.</summary>
    public IReadOnlyDictionary<string, byte[]> Files { get; init; } = new Dictionary<string, byte[]>();

    /// <summary>Plaintexts that were read for the command. The maker of the session disposes them at its end.</summary>
    public WipedBuffers Plaintexts { get; } = new();

    /// <summary>Reads values behind URLs of other schemes; null for none.</summary>
    public IValueGetter? Getter { get; init; }

    /// <summary>What charts are read, fetched and rendered with.</summary>
    public ChartHost ChartHost => field ??= new(Host.Environment, Host.Http, Generation, Log)
    {
        Clock = Host.Clock,
        Random = Host.Random,
        Zones = Host.Zones,
        Heap = Host.Heap,
    };

    /// <summary>Reads values; what of them is secret is kept out of messages.</summary>
    public ValueInputs Inputs => new(ChartHost, new EncryptedValues(this)) { StandardInput = Host.Input, Prepared = Files };

    /// <summary>Who must have signed which file.</summary>
    public SignaturePolicy Signatures { get; init; } = new(Host);

    /// <summary>What is known for the hint behind a failure.</summary>
    public HintContext Hints { get; init; } = new(Host.Environment, Generation);

    /// <summary>Whether hints are shown: to people, not to programs that know Helm's messages.</summary>
    public bool ShowsHints { get; init; }

    /// <summary>What is to be said about the safety of a deploy, behind all that Helm prints. Default: nothing is said.</summary>
    public GuardList Guards { get; init; } =
        new(new(new HostEnvironment([], OperatingSystem.IsWindows() ? @"C:\" : "/"), isWatched: false));

    /// <summary>The namespace that flag or environment name, else <c>default</c>.</summary>
    public static string NamespaceOf(ParsedFlags flags) => flags.Text(HelmFlags.Namespace) is { Length: > 0 } name
        ? name
        : DefaultNamespace;
}
