using SecretsKit.CommandLine;
using SecretsKit.CommandLine.Completion;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Sops;

/// <summary>The commands of the sops command line: names, flags, help and what runs.</summary>
internal static class SopsCommands
{
    /// <summary>All of them, in the order of the help.</summary>
    public static readonly IReadOnlyList<SopsCommand> All =
    [
        new("encrypt", "[FILE]", "Encrypts a file, or standard input, and prints the result.", SopsFlags.Encrypt)
        {
            Run = (session, flags, ct) => new EncryptVerb(session).RunAsync(flags, FirstOrNone(session, flags), ct),
        },
        new("decrypt", "[FILE]", "Decrypts a file, or standard input, and prints the result.", SopsFlags.Decrypt)
        {
            Run = (session, flags, ct) => new DecryptVerb(session).RunAsync(flags, FirstOrNone(session, flags), ct),
        },
        new(
            "edit",
            "FILE",
            "Decrypts a file into your editor and encrypts what you save. A file that does not exist begins with an example.",
            SopsFlags.Edit)
        {
            Run = (session, flags, ct) => new EditVerb(session).RunAsync(flags, First(session, flags), ct),
        },
        new("set", "FILE INDEX VALUE", "Puts a JSON value into an encrypted file, at a place such as '[\"a\"][0]'.", SopsFlags.Set)
        {
            Run = (session, flags, ct) => new SetVerb(session).RunAsync(flags, ct),
        },
        new("unset", "FILE INDEX", "Removes a value from an encrypted file, by its place such as '[\"a\"][0]'.", SopsFlags.Unset)
        {
            Run = (session, flags, ct) => new UnsetVerb(session).RunAsync(flags, ct),
        },
        new("rotate", "FILE", "Encrypts all values under a new data key, and adds or removes master keys.", SopsFlags.Rotate)
        {
            Run = (session, flags, ct) => new RotateVerb(session).RunAsync(flags, First(session, flags), ct),
        },
        new("updatekeys", "FILE...", "Gives files the master keys of their creation rule.", SopsFlags.UpdateKeys)
        {
            Run = (session, flags, ct) => new UpdateKeysVerb(session).RunAsync(flags, ct),
        },
        new("groups add", "--file FILE", "Adds a key group to a file.", SopsFlags.GroupsAdd)
        {
            Run = (session, flags, ct) => new GroupsVerb(session).AddAsync(flags, ct),
        },
        new("groups delete", "--file FILE INDEX", "Removes a key group from a file, by its number counted from 0.", SopsFlags.GroupsDelete)
        {
            Run = (session, flags, ct) => new GroupsVerb(session).DeleteAsync(flags, ct),
        },
        new("filestatus", "FILE", "Tells whether a file is encrypted, as JSON.", SopsFlags.FileStatus)
        {
            Run = (session, flags, _) =>
            {
                new FileStatusVerb(session).Run(flags);
                return Task.CompletedTask;
            },
        },
        new("exec-env", "FILE COMMAND", "Runs a shell line with the values of a file as environment variables.", SopsFlags.ExecEnv)
        {
            Run = (session, flags, ct) => new ExecEnvVerb(session).RunAsync(flags, ct),
        },
        new("exec-file", "FILE COMMAND", "Runs a shell line in which {} is the path of the decrypted file.", SopsFlags.ExecFile)
        {
            Run = (session, flags, ct) => new ExecFileVerb(session).RunAsync(flags, ct),
        },
        new("publish", "FILE", "Sends a file, or all files of a folder, where the destination rule says.", SopsFlags.Publish)
        {
            Run = (session, flags, ct) => new PublishVerb(session).RunAsync(flags, ct),
        },
        new("keyservice", "", "Serves keys of this machine to other programs, without TLS or authentication.", SopsFlags.KeyServer)
        {
            Run = (session, flags, ct) => new KeyServiceVerb(session).RunAsync(flags, ct),
        },
        new(
            "completion",
            "SHELL",
            "Prints a script that completes sops command lines in bash, zsh, fish or powershell.",
            SopsFlags.Completion)
        {
            Words = ShellScripts.Shells,
            Run = (session, flags, _) =>
            {
                session.Host.WriteLine(CompletionScripts.Own.For(flags.Arguments.FirstOrDefault() ?? "", "sops"));
                return Task.CompletedTask;
            },
        },
    ];

    /// <summary>Finds a command by the words that name it.</summary>
    public static SopsCommand? Find(string name) => All.FirstOrDefault(command => command.Name == name);

    private static string? FirstOrNone(SopsSession session, ParsedFlags flags)
    {
        session.WarnOfExtraArguments(flags.Arguments);
        return flags.Arguments.FirstOrDefault();
    }

    private static string First(SopsSession session, ParsedFlags flags) =>
        FirstOrNone(session, flags) ?? throw new SecretsKitException(ErrorCode.NoInput, "Error: no file specified");
}

/// <summary>One command.</summary>
/// <param name="Name">The word, or words, that call it.</param>
/// <param name="Arguments">Its positionals, for the help.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Flags">Its flags.</param>
internal sealed record SopsCommand(string Name, string Arguments, string Summary, FlagTable Flags)
{
    /// <summary>The words that it takes, if they can be listed: for completion.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Runs it.</summary>
    public required Func<SopsSession, ParsedFlags, CancellationToken, Task> Run { get; init; }
}
