using System.CommandLine;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Git.Installing;

namespace SecretsKit.Cli.Git;

/// <summary>The words of <c>git uninstall</c>.</summary>
internal static class UninstallVerb
{
    private static readonly VerbText Help = new(
        "git uninstall [options]",
        "Undoes 'secretskit git install': the configuration, the lines in .gitattributes and the hook. What others wrote there stays.",
        ("secretskit git uninstall", "in this clone"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var global = VerbOptions.Switch("--global", "Change your configuration for all clones.");
        return new(
            new Command("uninstall") { global },
            Help,
            (parsed, ct) => new InstallHandler(context).UninstallAsync(parsed.GetValue(global), ct));
    }
}
