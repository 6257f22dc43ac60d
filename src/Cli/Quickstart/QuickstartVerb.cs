using System.CommandLine;
using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.Quickstart;

/// <summary>The words of <c>quickstart</c>.</summary>
internal static class QuickstartVerb
{
    private const string DefaultFolder = "secretskit-quickstart";

    private static readonly VerbText Help = new(
        "quickstart [FOLDER]",
        "Shows the whole story in a new folder, offline: a key, Helm values encrypted in place, an edit and what a reviewer sees of it, "
        + "decryption, and a file that somebody tampered with. The folder stays, for you to go on with.",
        ("secretskit quickstart", $"in ./{DefaultFolder}"),
        ("secretskit quickstart /tmp/demo", "in another folder, which must be new or empty"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var folder = new Argument<string>("FOLDER")
        {
            Description = $"New folder. Default: {DefaultFolder}.",
            DefaultValueFactory = _ => DefaultFolder,
        };
        return new(
            new Command("quickstart") { folder },
            Help,
            (parsed, ct) => new QuickstartHandler(context).RunAsync(parsed.GetRequiredValue(folder), ct));
    }
}
