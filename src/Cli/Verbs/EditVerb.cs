using System.CommandLine;
using SecretsKit.Cli.Editing;
using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.Verbs;

/// <summary>The words of <c>edit</c>.</summary>
internal static class EditVerb
{
    private static readonly VerbText Help = new(
        "edit [options] FILE",
        "Opens the plaintext of an encrypted file in your editor ($SOPS_EDITOR, $VISUAL, $EDITOR, else vim, nano or vi) and encrypts " +
        "what you save. "
        + "The plaintext lies in memory only, and is wiped at the end. Values that you do not touch keep their ciphertext. "
        + "A file that does not exist is made, beginning with an example. Without a terminal nothing is edited: 'set' changes single " +
            "values. What you typed is not lost: where the file cannot be written you return to the editor, or the text lies encrypted " +
            "beside it.",
        ("secretskit edit secrets.yaml", "change secrets"),
        ("EDITOR='code --wait' secretskit edit secrets.yaml", "with an editor that returns at once"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var layout = VerbOptions.KeepLayout();
        var file = VerbOptions.File("Encrypted file, or the file to make.");
        var disk = VerbOptions.Switch(
            "--allow-disk", "Where there is no memory-backed folder, let the plaintext lie in the temporary folder while you edit.");
        var unattended = VerbOptions.Switch(EditorTerminal.UnattendedName, EditorTerminal.UnattendedAbout);
        var forOthers = LockoutGuard.ForOthers();
        var ignoreMac = VerbOptions.Switch("--ignore-mac", "Open the file even if it was changed without its key.");
        var (over, ignoreRule) = (VerbOptions.WriteOver(), VerbOptions.IgnoreRule());
        var (type, config, recipients) = (VerbOptions.InputType(), VerbOptions.Config(), new RecipientOptions());
        var command = new Command("edit") { file, disk, unattended, forOthers, ignoreMac, ignoreRule, type, config, over, layout };
        recipients.AddTo(command);
        return new(
            command,
            Help,
            (parsed, ct) => new EditHandler(context.Keeping(parsed, layout)).RunAsync(
                new EditFileRequest(parsed.GetRequiredValue(file))
                {
                    AllowDisk = parsed.GetValue(disk),
                    Unattended = parsed.GetValue(unattended),
                    ForOthers = parsed.GetValue(forOthers),
                    IgnoreMac = parsed.GetValue(ignoreMac),
                    IgnoreRule = parsed.GetValue(ignoreRule),
                    InputType = parsed.GetValue(type),
                    WriteMode = VerbOptions.Mode(parsed.GetValue(over)),
                    Config = VerbOptions.ConfigPath(parsed, config, context.Host.Environment),
                    Recipients = recipients.Read(parsed, context.Host.Environment),
                },
                ct));
    }
}
