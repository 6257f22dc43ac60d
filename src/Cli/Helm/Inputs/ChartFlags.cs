using SecretsKit.Charts.Fetching;
using SecretsKit.Charts.Inputs;
using SecretsKit.CommandLine;

namespace SecretsKit.Cli.Helm.Inputs;

/// <summary>What the flags of the helm command line say of charts and values, as records.</summary>
internal static class ChartFlags
{
    /// <summary>The chart of an argument, with what <see cref="HelmFlags.ChartFlags"/> say of it.</summary>
    public static ChartReference Reference(ParsedFlags flags, string name) => new(name)
    {
        Repository = flags.Text(HelmFlags.Repo),
        Version = flags.Text(HelmFlags.Version),
        TakesPrereleases = flags.IsOn(HelmFlags.Devel),
        ChecksSignature = flags.IsOn(HelmFlags.Verify),
        Server = new()
        {
            User = flags.Text(HelmFlags.Username),
            Password = flags.Text(HelmFlags.Password),
            CertificateFile = flags.Text(HelmFlags.CertFile),
            KeyFile = flags.Text(HelmFlags.KeyFile),
            RootsFile = flags.Text(HelmFlags.CaFile),
            SkipsVerification = flags.IsOn(HelmFlags.InsecureTls),
            PassesCredentials = flags.IsOn(HelmFlags.PassCredentials),
        },
    };

    /// <summary>The values of <see cref="HelmFlags.ValueFlags"/>.</summary>
    public static ValueArguments Values(ParsedFlags flags) => new()
    {
        Files = flags.List(HelmFlags.Values),
        Json = flags.List(HelmFlags.SetJson),
        Plain = flags.List(HelmFlags.Set),
        Strings = flags.List(HelmFlags.SetString),
        FileContents = flags.List(HelmFlags.SetFile),
        Literals = flags.List(HelmFlags.SetLiteral),
    };
}
