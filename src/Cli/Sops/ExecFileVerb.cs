using System.Security.Cryptography;
using SecretsKit.Cli.Execution;
using SecretsKit.Cli.Operations;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Sops;

/// <summary><c>sops exec-file</c>: runs a shell line in which <c>{}</c> is the path of the plaintext.</summary>
internal sealed class ExecFileVerb(SopsSession session)
{
    private const string DefaultName = "tmp-file";

    /// <summary>Runs it; the session learns the exit code.</summary>
    public async Task RunAsync(ParsedFlags flags, CancellationToken ct)
    {
        var (file, line) = ExecArguments.Of(flags);
        var start = ExecArguments.Start(session, flags, "exec-file");
        var shown = Shown(flags);
        var user = ChildUser.Find(session.Host, flags.Text(SopsFlags.User));
        var request = new ChildRequest(ChildCommand.Line(line)) { Inherits = ChildEnvironment.Everything, User = user, Start = start };
        var content = await DecryptAsync(flags, file, ct);
        try
        {
            user.Become();
            session.End(await (start == ChildStart.Background && OperatingSystem.IsLinux()
                ? ChildRunner.RunOnMemoryFileAsync(session.Host, request, content, ct)
                : RunOnPathAsync(request, shown, content, ct)));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private async Task<ChildEnd> RunOnPathAsync(ChildRequest request, PlaintextFileRequest shown, byte[] content, CancellationToken ct)
    {
        await using var plaintext = PlaintextFile.Create(session.Host, shown, content);
        if (plaintext.IsOnDisk)
        {
            session.Log.Warn("EXEC", "no memory-backed folder here; the plaintext lies on disk while the command runs");
        }

        return await ChildRunner.RunAsync(session.Host, request.On(plaintext), ct);
    }

    private PlaintextFileRequest Shown(ParsedFlags flags)
    {
        var asPipe = !flags.IsOn(SopsFlags.NoFifo);
        if (asPipe && OperatingSystem.IsWindows())
        {
            session.Log.Warn("EXEC", "no fifos on windows, use --no-fifo next time");
            asPipe = false;
        }

        var name = flags.Text(SopsFlags.FileName) is { Length: > 0 } given ? PlainName(given)
            : asPipe ? DefaultName
            : DefaultName + RandomNumberGenerator.GetInt32(int.MaxValue);
        return new(name, SecretFolder.SopsPrefix, asPipe, SecretFolderPlace.MemoryOrDisk);
    }

    private static string PlainName(string name) => Path.GetFileName(name) == name
        && name is not ("." or "..")
        && !name.Contains('\0', StringComparison.Ordinal)
        ? name
        : throw new SecretsKitException(ErrorCode.General, "The provided filename is not a local path.");

    private async Task<byte[]> DecryptAsync(ParsedFlags flags, string file, CancellationToken ct)
    {
        var format = SopsSession.Format(flags, SopsFlags.OutputType, file);
        var config = session.LayoutConfig();
        var input = InputFile.ReadAsTyped(session.Host, file);
        using var decrypted = await session.DecryptAsync(
            flags, input, SopsSession.Format(flags, SopsFlags.InputType, file), encryptsAgain: false, ct);
        return decrypted.Plain.Serialize(format, session.Layout(config, format));
    }
}
