using System.CommandLine;
using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.Verbs;

/// <summary>The words of <c>publish</c>.</summary>
internal static class PublishVerb
{
    private static readonly VerbText Help = new(
        "publish [options] FILE|FOLDER...",
        "Sends encrypted files where the destination_rules of .sops.yaml say: to a bucket as they are, or encrypted again for the " +
        "readers that the rule's "
        + "recreation_rule names; to Vault as values. You are asked before each file is sent. In a folder only encrypted files are taken. "
        + "path_regex is matched against the path below the folder of .sops.yaml. Amazon S3 and Google Cloud Storage are known " +
            "to the rules "
        + "and not served by this version yet: until they are, --dry-run shows what would go where.",
        ("secretskit publish --dry-run --recursive secrets/", "what would be sent where"),
        ("secretskit publish --yes secrets/prod.yaml", "without a question, for pipelines"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var files = VerbOptions.Files("Encrypted files, or folders with --recursive.");
        var yes = VerbOptions.Switch("--yes", "Do not ask.", "-y");
        var dry = VerbOptions.Switch("--dry-run", "Only print where each file would go.");
        var recursive = VerbOptions.Switch("--recursive", "Take all encrypted files of a folder and of those below.", "-r");
        var omit = VerbOptions.Switch("--omit-extensions", "Publish files under their names without extensions.");
        var config = VerbOptions.Config();
        return new(
            new Command("publish") { files, yes, dry, recursive, omit, config },
            Help,
            (parsed, ct) => new PublishHandler(context).RunAsync(
                new PublishRequest(parsed.GetRequiredValue(files))
                {
                    Ask = !parsed.GetValue(yes),
                    DryRun = parsed.GetValue(dry),
                    Recursive = parsed.GetValue(recursive),
                    OmitExtensions = parsed.GetValue(omit),
                    Config = VerbOptions.ConfigPath(parsed, config, context.Host.Environment),
                },
                ct));
    }
}
