using SecretsKit.Charts.Fetching;
using SecretsKit.CommandLine;

namespace SecretsKit.Cli.ChartTesting.Steps;

/// <summary>How a repository is reached, from the flags that <c>helm repo add</c> takes.</summary>
internal static class RepositoryFlags
{
    private static readonly Flag User = new(FlagKind.Text, "username", "");
    private static readonly Flag Password = new(FlagKind.Text, "password", "");
    private static readonly Flag Roots = new(FlagKind.Text, "ca-file", "");
    private static readonly Flag Certificate = new(FlagKind.Text, "cert-file", "");
    private static readonly Flag Key = new(FlagKind.Text, "key-file", "");
    private static readonly Flag Insecure = new(FlagKind.Switch, "insecure-skip-tls-verify", "");
    private static readonly Flag Passes = new(FlagKind.Switch, "pass-credentials", "");
    private static readonly Flag Force = new(FlagKind.Switch, "force-update", "");

    /// <summary>Reads them.</summary>
    /// <exception cref="Core.Errors.SecretsKitException">There is one that is not known.</exception>
    public static ServerAccess Read(IReadOnlyList<string> words)
    {
        var flags = PflagParser.Parse(new(User, Password, Roots, Certificate, Key, Insecure, Passes, Force), words, _ => null);
        return new()
        {
            User = flags.Text(User),
            Password = flags.Text(Password),
            RootsFile = flags.Text(Roots),
            CertificateFile = flags.Text(Certificate),
            KeyFile = flags.Text(Key),
            SkipsVerification = flags.IsOn(Insecure),
            PassesCredentials = flags.IsOn(Passes),
        };
    }
}
