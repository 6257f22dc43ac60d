using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Envelope.Metadata;

namespace SecretsKit.Cli.Sops;

/// <summary>Help for the sops command line, from the same tables as its parser.</summary>
internal static class SopsHelp
{
    private static readonly (string, string)[] ExitCodes =
    [
        ("0", "done"),
        ("1", "failed"),
        ("2, 3, 4", "a file cannot be read, or written, or the result cannot be printed"),
        ("7, 91", "a place or value on the command line is none"),
        ("23, 25", "a value cannot be encrypted, or decrypted"),
        ("51", "the MAC differs: the file was changed by somebody without its key"),
        ("100", "no file was named, or it is not there"),
        ("128", "no key at hand opens the file"),
        ("200", "edit: nothing was changed"),
        ("201, 203", "edit: the editor failed; the file is encrypted already"),
        ("other", "exec-env and exec-file end as their command does"),
    ];

    /// <summary>The first word is what scripts look for.</summary>
    public static string Version => $"sops {DocumentMetadata.CompatibleVersion} (secretskit {ProductVersion.Text})";

    /// <summary>The help of a command, or of the whole command line.</summary>
    /// <param name="command">The command, or null.</param>
    /// <param name="calledAs">How the program was called.</param>
    public static HelpPage For(SopsCommand? command, string calledAs) => command is null ? Overview(calledAs) : Of(command, calledAs);

    /// <summary>All pages.</summary>
    public static DialectPages All() => new(
        "sops",
        "the sops command line",
        [
            ("", Overview("secretskit sops")),
            .. SopsCommands.All.Select(command => (command.Name, Of(command, "secretskit sops"))),
        ]);

    private static HelpPage Overview(string calledAs) => new(
        [$"{calledAs} [flags] COMMAND [flags] [arguments]", $"{calledAs} [flags] [-e|-d|-r] FILE"],
        "Encrypts, decrypts and edits files of secrets: YAML, JSON, INI, dotenv and binary. Without a command and a mode a file is " +
        "opened in your editor.",
        new("commands:", [.. SopsCommands.All.Select(row => (row.Name, row.Summary))]),
        new("flags:", FlagHelp.Rows(SopsFlags.Global.Flags)),
        new(
            "examples:",
            [
                ($"{calledAs} encrypt -i secrets.yaml", "in place, for the recipients of .sops.yaml"),
                ($"{calledAs} decrypt secrets.yaml", "print the plaintext"),
                ($"{calledAs} secrets.yaml", "change it in your editor"),
            ]),
        new("exit codes:", ExitCodes))
    {
        Closing = $"'{calledAs} COMMAND --help' explains a command.",
    };

    private static HelpPage Of(SopsCommand command, string calledAs) => new(
        [$"{calledAs} {command.Name} [flags] {command.Arguments}".TrimEnd()],
        command.Summary,
        new("flags:", FlagHelp.Rows(command.Flags.Flags)),
        new("examples:", [.. SopsExamples.Of(command.Name).Select(example => ($"{calledAs} {example.Line}", example.Purpose))]),
        new("exit codes:", ExitCodesOf(command)));

    private static IReadOnlyList<(string, string)> ExitCodesOf(SopsCommand command) =>
    [
        .. ExitCodes.Where(row => command.Name switch
        {
            "completion" or "keyservice" => row.Item1 is "0" or "1",
            "filestatus" => row.Item1 is "0" or "1" or "2, 3, 4",
            "encrypt" => row.Item1 is not ("51" or "128" or "200" or "201, 203" or "other"),
            "edit" => row.Item1 is not "other",
            "exec-env" or "exec-file" => row.Item1 is not ("200" or "201, 203"),
            _ => row.Item1 is not ("200" or "201, 203" or "other"),
        }),
    ];
}
