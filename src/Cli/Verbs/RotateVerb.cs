using System.CommandLine;
using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.Verbs;

/// <summary>The words of <c>rotate</c>.</summary>
internal static class RotateVerb
{
    private static readonly VerbText Help = new(
        "rotate [options] [PATH...]",
        "Gives encrypted files a new data key: all values are encrypted anew, in place. Do that after somebody lost access, who may " +
        "have kept the old data key. "
        + "The recipients stay, unless you add or remove some; to follow .sops.yaml, run 'secretskit updatekeys' first: "
        + "you are asked before others than those of .sops.yaml get the new data key. What the removed person has read already stays " +
            "read: change the secrets, too.",
        ("secretskit rotate secrets.yaml", "a new data key"),
        ("secretskit rotate deploy", "all encrypted files of a folder"),
        ("secretskit rotate --add-age age1... --rm-age age1... secrets.yaml", "a new data key, and other recipients"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var layout = VerbOptions.KeepLayout();
        var paths = VerbOptions.Paths();
        var (output, type, over, ignoreRule) = (
            VerbOptions.OutputFormat(), VerbOptions.InputType(), VerbOptions.WriteOver(), VerbOptions.IgnoreRule());
        var forOthers = LockoutGuard.ForOthers();
        var (add, remove) = (
            new RecipientChanges("--add-", "shall be able to decrypt, too"),
            new RecipientChanges("--rm-", "shall no longer be able to decrypt"));
        var command = new Command("rotate") { paths, ignoreRule, forOthers, output, type, over, layout };
        add.AddTo(command);
        remove.AddTo(command);
        var aws = new AwsKeyOptions();
        aws.AddTo(command);
        return new(
            command,
            Help,
            (parsed, ct) => new RotateHandler(context.Keeping(parsed, layout)).RunAsync(
                new RotateRequest(parsed.GetRequiredValue(paths))
                {
                    Add = aws.Apply(parsed, add.Read(parsed)),
                    Remove = aws.Apply(parsed, remove.Read(parsed)),
                    IgnoreRule = parsed.GetValue(ignoreRule),
                    ForOthers = parsed.GetValue(forOthers),
                    Json = VerbOptions.WantsJson(parsed, output),
                    InputType = parsed.GetValue(type),
                    WriteMode = VerbOptions.Mode(parsed.GetValue(over)),
                },
                ct));
    }
}
