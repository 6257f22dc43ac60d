using System.CommandLine;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.Verbs;

/// <summary>The words of <c>groups</c>.</summary>
internal static class GroupsVerb
{
    private const string About = "With several key groups, a file opens only when enough of them agree: one key of each of so many " +
        "groups. Groups count from 0, as with sops. ";

    private static readonly VerbText Help = new(
        "groups COMMAND [options]",
        About + "Each command takes files; 'updatekeys' gives files the groups of .sops.yaml.",
        ("secretskit groups list secrets.yaml", "who can open this file?"),
        ("secretskit groups add --age age1... secrets.yaml", "from now on this key is needed, too"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context) => new(new Command("groups"), Help, (_, _) => Task.FromResult(ExitCodes.Success))
    {
        Children =
        [
            new("list", "list the key groups of files", CreateList),
            new("add", "add a key group to a file", CreateAdd),
            new("delete", "remove a key group from a file", CreateDelete),
        ],
    };

    private static VerbCommand CreateList(VerbContext context)
    {
        var paths = VerbOptions.Paths();
        var (output, type) = (VerbOptions.OutputFormat(), VerbOptions.InputType());
        return new(
            new Command("list") { paths, output, type },
            new(
                "groups list [options] [PATH...]",
                About + "Lists the groups of files and how many are needed. No key is needed.",
                ("secretskit groups list secrets.yaml", "who can open this file?"),
                ("secretskit groups list -o json . | jq -r '.file, .groups[].keys[].id'", "for scripts")),
            (parsed, ct) =>
                new GroupsHandler(context)
                    .ListAsync(parsed.GetRequiredValue(paths), parsed.GetValue(type), VerbOptions.WantsJson(parsed, output), ct));
    }

    private static VerbCommand CreateAdd(VerbContext context)
    {
        var (file, threshold) = (VerbOptions.File("Encrypted file."), Threshold());
        var forOthers = LockoutGuard.ForOthers();
        var (type, over, ignoreRule) = (VerbOptions.InputType(), VerbOptions.WriteOver(), VerbOptions.IgnoreRule());
        var layout = VerbOptions.KeepLayout();
        var keys = new RecipientChanges("--", "belongs to the group");
        var command = new Command("add") { file, threshold, ignoreRule, forOthers, type, over, layout };
        keys.AddTo(command);
        var aws = new AwsKeyOptions();
        aws.AddTo(command);
        return new(
            command,
            new(
                "groups add [options] FILE",
                About + "Adds a group to a file, in place, and wraps its data key anew for all groups. Values stay as they are.",
                ("secretskit groups add --age age1... --pgp FINGERPRINT secrets.yaml", "a group of two keys")),
            (parsed, ct) => new GroupsHandler(context.Keeping(parsed, layout)).AddAsync(
                Read(parsed, file, threshold, type, over) with
                {
                    IgnoreRule = parsed.GetValue(ignoreRule),
                    ForOthers = parsed.GetValue(forOthers),
                },
                    aws.Apply(parsed, keys.Read(parsed)), ct));
    }

    private static VerbCommand CreateDelete(VerbContext context)
    {
        var (file, threshold) = (VerbOptions.File("Encrypted file."), Threshold());
        var number = new Argument<int>("NUMBER") { Description = "Which group, counted from 0; 'groups list' shows them." };
        var forOthers = LockoutGuard.ForOthers();
        var (type, over, ignoreRule) = (VerbOptions.InputType(), VerbOptions.WriteOver(), VerbOptions.IgnoreRule());
        var layout = VerbOptions.KeepLayout();
        return new(
            new Command("delete") { file, number, threshold, ignoreRule, forOthers, type, over, layout },
            new(
                "groups delete [options] FILE NUMBER",
                About + "Removes a group from a file, in place. Its people may have kept their share: 'secretskit rotate' gives the " +
                    "file a new data key.",
                ("secretskit groups delete secrets.yaml 1", "the second group")),
            (parsed, ct) => new GroupsHandler(context.Keeping(parsed, layout)).DeleteAsync(
                Read(parsed, file, threshold, type, over) with
                {
                    IgnoreRule = parsed.GetValue(ignoreRule),
                    ForOthers = parsed.GetValue(forOthers),
                }, parsed.GetRequiredValue(
                    number), ct));
    }

    private static Option<int> Threshold() => new("--threshold")
    {
        HelpName = "NUMBER",
        Description = "How many groups are needed from now on; as before, if left out.",
    };

    private static GroupsRequest Read(
        ParseResult parsed, Argument<string> file, Option<int> threshold, Option<string?> type, Option<bool> over) =>
        new(parsed.GetRequiredValue(file))
    {
        Threshold = parsed.GetValue(threshold),
        InputType = parsed.GetValue(type),
        WriteMode = VerbOptions.Mode(parsed.GetValue(over)),
    };
}
