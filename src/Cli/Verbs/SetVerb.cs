using System.CommandLine;
using SecretsKit.Cli.Completion;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Operations;

namespace SecretsKit.Cli.Verbs;

/// <summary>The words of <c>set</c>.</summary>
internal static class SetVerb
{
    private static readonly VerbText Help = new(
        "set [options] FILE PATH [VALUE]",
        "Puts one value into an encrypted file. Values that stay keep their ciphertext, and nothing is written if the value is there " +
        "already. "
        + "Without VALUE it is read from standard input, or asked for on a terminal without being shown. Prefer that: a VALUE on the " +
            "command line "
        + "stays in the history of your shell and can be seen by every user of this machine. The value is stored as text; --json stores " +
            "numbers, "
        + "truth values, lists and maps (sops takes JSON always and turns whole numbers into fractions). One line loses its line end, " +
            "several lines are stored as they are. "
        + "A PATH is keys and positions, 'database.users[0].name'; keys that are not there are made; on a terminal you are " +
            "asked first where a key of nearly the same name is there. A key that holds a dot is found by " +
            "itself; "
        + "to make one, write 'tls[\"ca.crt\"]' or 'tls.ca\\.crt'. Positions count values from 0; the first free one appends. A PATH " +
            "that begins with a bracket is "
        + "read as sops reads it, '[\"database\"][\"users\"][0]', where positions count comments, too. Only the first document of a " +
            "YAML file is changed.",
        ("secretskit set secrets.yaml database.password", "asks for the value"),
        ("pwgen -s 32 1 | secretskit set secrets.yaml database.password", "a value from another program"),
        ("secretskit set secrets.yaml tls.key --value-file tls.pem", "a value from a file"),
        ("secretskit set secrets.yaml replicas --json 3", "a number"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var layout = VerbOptions.KeepLayout();
        var file = VerbOptions.File("Encrypted file.");
        var path = new Argument<string>("PATH") { HelpName = "KEY", Description = "Where, such as database.users[0].name." };
        var value = new Argument<string?>("VALUE")
        {
            Description = "The value; - for standard input. Others can see it here: better leave it out.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var valueFile = VerbOptions.Text("--value-file", "FILE", "Read the value from this file.");
        var input = VerbOptions.Switch("--value-stdin", "Read the value from standard input, even if that is a terminal or empty.");
        var json = VerbOptions.Switch("--json", "The value is JSON.");
        var force = VerbOptions.Switch("--force", "Let one value take the place of a whole map or list, or of a value that is in the way.");
        var isNew = VerbOptions.Switch(
            NewKeyQuestion.NewName, "Make the key without asking, even if one of nearly the same name is there.");
        var ignoreMac = VerbOptions.Switch("--ignore-mac", "Open the file even if it was changed without its key.");
        var (type, over, ignoreRule) = (VerbOptions.InputType(), VerbOptions.WriteOver(), VerbOptions.IgnoreRule());
        KeyPaths.AddTo(path.CompletionSources, context, file);
        return new(
            new Command("set") { file, path, value, valueFile, input, json, force, isNew, ignoreMac, ignoreRule, type, over, layout },
            Help,
            (parsed, ct) => new SetHandler(context.Keeping(parsed, layout)).RunAsync(
                new SetRequest(
                    new(parsed.GetRequiredValue(file))
                    {
                        IgnoreMac = parsed.GetValue(ignoreMac),
                        IgnoreRule = parsed.GetValue(ignoreRule),
                        InputType = parsed.GetValue(type),
                        WriteMode = VerbOptions.Mode(parsed.GetValue(over)),
                    },
                    parsed.GetRequiredValue(path),
                    new()
                    {
                        Argument = parsed.GetValue(value) is var typed and not InputFile.Dash ? typed : null,
                        File = parsed.GetValue(valueFile),
                        FromInput = parsed.GetValue(input) || parsed.GetValue(value) == InputFile.Dash,
                        IsJson = parsed.GetValue(json),
                    },
                    parsed.GetValue(force))
                {
                    New = parsed.GetValue(isNew),
                },
                ct))
        {
            TakesSecret = true,
        };
    }
}
