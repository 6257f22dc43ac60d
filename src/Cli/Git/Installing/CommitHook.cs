using System.Text;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Repository.Git;

namespace SecretsKit.Cli.Git.Installing;

/// <summary>The hook that looks at each commit before it is made.</summary>
/// <param name="host">Files.</param>
/// <param name="git">Runs git.</param>
internal sealed class CommitHook(CliHost host, GitCommand git)
{
    private const string Mark = "# secretskit: no plaintext secrets in commits; 'secretskit git uninstall' removes this hook";
    private const UnixFileMode Executable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Writes the hook.</summary>
    /// <param name="program">A word of the shell.</param>
    /// <param name="failOn">The level of findings that refuses a commit.</param>
    /// <param name="ct">Ends git.</param>
    /// <returns>What was changed, or null.</returns>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.FileUnwritable"/>: there is a hook of somebody else, or the folder serves other repositories too.
    /// </exception>
    public async Task<string?> WriteAsync(string program, string failOn, CancellationToken ct)
    {
        var path = await PathAsync(ct);
        var line = new ProgramLine(program);
        var check = line.CheckInHook(failOn);
        var text = Encoding.UTF8.GetBytes($"#!/bin/sh\n{Mark}\n{line.Check(failOn)}");
        var before = File.Exists(path) ? FileReader.Read(host.Environment, path) : null;
        if (before is not null && before.AsSpan().SequenceEqual(text))
        {
            return null;
        }

        if (before is not null && !IsOurs(before))
        {
            throw new SecretsKitException(ErrorCode.FileUnwritable, $"there is a pre-commit hook already: {path}")
            {
                Hint = $"add this line to it: {check}",
            };
        }

        if (!await IsOfThisRepositoryAsync(path, ct))
        {
            throw new SecretsKitException(
                ErrorCode.FileUnwritable,
                $"core.hooksPath leads out of this repository: a hook in {Path.GetDirectoryName(path)} would run in others, too")
            {
                Hint = $"add this line to the pre-commit hook there: {check}",
            };
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.Write(new FileWriteRequest
        {
            Environment = host.Environment,
            Path = path,
            Content = text,
            Kind = FileContentKind.Public,
            Expected = before is null ? FileSnapshot.Missing : FileSnapshot.Of(before),
            NewFileMode = Executable,
        });
        return $"wrote the hook {path}";
    }

    /// <summary>Removes the hook, if it is ours.</summary>
    /// <returns>What was changed, or null.</returns>
    public async Task<string?> RemoveAsync(CancellationToken ct)
    {
        var path = await PathAsync(ct);
        if (!File.Exists(path) || !IsOurs(FileReader.Read(host.Environment, path)))
        {
            return null;
        }

        File.Delete(path);
        return $"removed the hook {path}";
    }

    private static bool IsOurs(byte[] text) => text.AsSpan().IndexOf(Encoding.UTF8.GetBytes("\n" + Mark + "\n")) >= 0;

    private async Task<string> PathAsync(CancellationToken ct) => Path.Combine(
        await git.LineAsync(["rev-parse", "--path-format=absolute", "--git-path", "hooks"], ct)
            ?? throw new SecretsKitException(ErrorCode.ProcessFailed, "git does not tell where hooks are"),
        "pre-commit");

    private async Task<bool> IsOfThisRepositoryAsync(string path, CancellationToken ct)
    {
        var common = await git.LineAsync(["rev-parse", "--path-format=absolute", "--git-common-dir"], ct);
        var top = await git.TopAsync(ct);
        return new[] { common, top }.Any(folder => folder is not null && path.StartsWith(folder + "/", StringComparison.Ordinal));
    }
}
