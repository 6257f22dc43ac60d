using System.Security.Cryptography;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Display;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Terminal;
using SecretsKit.Repository.Git;

namespace SecretsKit.Cli.Verbs;

/// <summary>Files to decrypt.</summary>
internal sealed record DecRequest(IReadOnlyList<string> Files)
{
    /// <summary>The file for the plaintext, or null for <c>FILE.dec</c>.</summary>
    public string? Output { get; init; }

    /// <summary>Whether the plaintext replaces the file.</summary>
    public bool InPlace { get; init; }

    /// <summary>Whether a different file in the way is overwritten.</summary>
    public bool Force { get; init; }

    /// <summary>Whether the MAC may be wrong.</summary>
    public bool IgnoreMac { get; init; }

    /// <summary>The format, or null for that of the name.</summary>
    public string? InputType { get; init; }

    /// <summary>Whether the file is replaced or written over.</summary>
    public FileWriteMode WriteMode { get; init; }
}

/// <summary>Decrypts files.</summary>
internal sealed class DecHandler(VerbContext context)
{
    /// <summary>Decrypts each file.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(DecRequest request, CancellationToken ct)
    {
        // A dash is standard input, and standard output behind --output.
        request = request.Output == InputFile.Dash || (request.Output is null && request.Files is [InputFile.Dash])
            ? request with { Output = "/dev/stdout" }
            : request;
        if (request is { Output: not null, InPlace: true })
        {
            throw new SecretsKitException(ErrorCode.ConflictingOptions, "--output and --in-place exclude each other")
            {
                Hint = "leave one of them out",
            };
        }

        if (request is { Output: not null, Files.Count: > 1 })
        {
            throw new SecretsKitException(ErrorCode.ConflictingOptions, "several files cannot go into one")
            {
                Hint = "leave --output out, or decrypt one after the other",
            };
        }

        return context.ForEachFileAsync("dec", request.Files, file => DecryptAsync(request, file, ct));
    }

    private async Task DecryptAsync(DecRequest request, string file, CancellationToken ct)
    {
        var format = await context.FormatAsync(request.InputType, file, ct);
        var mac = request.IgnoreMac ? MacPolicy.Ignore : MacPolicy.Require;
        var (input, decrypted) = await context.DecryptAsync(file, format, new(mac), ct);
        using (decrypted)
        {
            var content = decrypted.Plain.Serialize(format, context.LayoutOf(file, format, input));
            var target = request.InPlace ? file : request.Output ?? file + CopyBeside.Suffix;
            try
            {
                var expected = request.InPlace ? input.Snapshot() : Expected(request, file, target, content);
                Write(request, target, content, expected);
            }
            finally
            {
                CryptographicOperations.ZeroMemory(content);
            }

            context.Terminal.Say(request.InPlace ? $"decrypted {file} in place" : $"decrypted {file} to {target}", TextStyle.Good);
            await WarnOfGitAsync(target, request.InPlace, ct);
        }
    }

    private void Write(DecRequest request, string target, byte[] content, FileSnapshot? expected)
    {
        if (request is { InPlace: false, Output: null })
        {
            Output.WriteDerived(context.Host, target, content, FileContentKind.Plaintext, expected, request.WriteMode);
        }
        else
        {
            Output.Write(context.Host, target, content, FileContentKind.Plaintext, expected, request.WriteMode);
        }
    }

    // The file may hold changes that are nowhere else. Reading a pipe would wait for what is about to be written to it.
    private FileSnapshot? Expected(DecRequest request, string file, string target, byte[] content)
    {
        var path = context.Host.Environment.ResolvePath(target);
        var source = context.Host.Environment.ResolvePath(file);
        if (path == source && !request.Force)
        {
            throw new SecretsKitException(ErrorCode.FileUnwritable, "the plaintext would take the place of the file itself")
            {
                Hint = $"--in-place does that; {CommandText.Line("secretskit", "view", file)} prints it",
            };
        }

        if (request.Force || !AtomicFile.WritesWholeFile(path))
        {
            return null;
        }

        if (!File.Exists(path))
        {
            return FileSnapshot.Missing;
        }

        var before = FileReader.Read(context.Host.Environment, target);
        try
        {
            return before.AsSpan().SequenceEqual(content)
                ? FileSnapshot.Of(before)
                : throw new SecretsKitException(ErrorCode.FileUnwritable, $"{target} is there and differs: it may hold changes of yours")
                {
                    Hint = request.Output is null && File.GetLastWriteTimeUtc(source) > File.GetLastWriteTimeUtc(path)
                        ? $"it is older than {file}, which {CommandText.Line("secretskit", "view", file)} prints; remove {target}, or "
                            + "overwrite it with --force"
                        : request.Output is null
                        ? $"{CommandText.Line("secretskit", "enc", target[..^CopyBeside.Suffix.Length])} takes its values over; remove "
                            + $"{target}, or overwrite it with --force"
                        : $"remove {target}, or overwrite it with --force",
                };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(before);
        }
    }

    private async Task WarnOfGitAsync(string target, bool inPlace, CancellationToken ct)
    {
        if (await GitIgnore.CoversAsync(context.Host.Environment, context.Host.Environment.CleanPath(target), ct) == false)
        {
            context.Terminal.Say($"warning: git does not ignore {target}: the plaintext can be committed by accident", TextStyle.Warning);
            context.Terminal.Hint(inPlace || !target.EndsWith(CopyBeside.Suffix, StringComparison.Ordinal)
                ? $"'secretskit enc {target}' encrypts it again"
                : "'secretskit init' adds *.dec to .gitignore");
        }
    }
}
