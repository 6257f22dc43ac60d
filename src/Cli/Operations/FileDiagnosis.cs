using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Display;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Repository.Files;
using SecretsKit.Repository.Git;

namespace SecretsKit.Cli.Operations;

/// <summary>
/// Looks at a file again that could not be read as an encrypted one: it may be another tool's, cut off, in conflict, or of a format that
/// its name does not tell. The message about its syntax would lead to the wrong thing.
/// </summary>
internal static class FileDiagnosis
{
    private const int MostBytes = 64 * 1024 * 1024;

    private static readonly (byte[] Start, string Tool, Func<string, string> Plain)[] Others =
    [
        ([.. "$ANSIBLE_VAULT;"u8], "ansible-vault", file => CommandText.Line("ansible-vault", "decrypt", file)),
        ([.. "\0GITCRYPT\0"u8], "git-crypt", _ => "'git-crypt unlock'"),
        ([.. "age-encryption.org/v1"u8], "age", file => AgePlain(file)),
        ([.. "-----BEGIN AGE ENCRYPTED FILE-----"u8], "age", file => AgePlain(file)),
        ([.. "-----BEGIN PGP MESSAGE-----"u8], "gpg", file => CommandText.Line("gpg", "--decrypt", file)),
        ([.. "Salted__"u8], "openssl", _ => "'openssl enc -d'"),
    ];

    /// <summary>A better report of a failure, or null where there is none.</summary>
    /// <param name="host">Reads the file.</param>
    /// <param name="file">As typed.</param>
    /// <param name="failure">What was found when the file was read.</param>
    public static SecretsKitException? Of(CliHost host, string file, SecretsKitException failure)
    {
        if (failure.Code is not (ErrorCode.MetadataNotFound or ErrorCode.MalformedDocument or ErrorCode.UnsupportedDocument
                or ErrorCode.EmptyDocument)
            || failure.Hint is not null
            || Content(host, file) is not { } content)
        {
            return null;
        }

        SecretsKitException Better(string problem, string hint) => new(failure.Code, problem, failure) { Hint = hint };
        if (OfOtherTool(content, file) is { } other)
        {
            return Better(other.Problem, other.Hint!);
        }

        if (LostMetadata(content, file) is { } lost && failure.Code == ErrorCode.MetadataNotFound)
        {
            return Better(lost.Problem, lost.Hint!);
        }

        if (HoldsNothing(content) && FileFormat.Of(null, file) != DocumentFormat.Binary)
        {
            return Better("there is no value in this file", "put at least one value into the file first");
        }

        if (failure.Code == ErrorCode.MalformedDocument
            && FileEncoding.Problem(content, file, FileFormat.Of(null, file)) is { } encoding)
        {
            return Better(encoding.Problem, encoding.Hint!);
        }

        if (failure.Code == ErrorCode.MalformedDocument && ConflictMarkers.AnyLine(content) is > 0 and var line)
        {
            return Better(
                DisplayText.Message($"line {line} is a git conflict marker"),
                $"{CommandText.Line("secretskit", "git", "resolve", file)} settles the conflict; or take the line out, if it was left");
        }

        if (failure is DocumentException { Code: ErrorCode.MalformedDocument, Line: > 0 } at
            && FileFormat.Of(null, file) == DocumentFormat.Yaml && IsTabbed(content, at.Line))
        {
            return new DocumentException(at.Code, at.Fault, at.Message, at.Line, at.Column, at)
            {
                Problem = at.Problem,
                Hint = "put blanks in its place: YAML takes no tabs there",
            };
        }

        return failure.Code == ErrorCode.MalformedDocument && FileFormat.Of(null, file) == DocumentFormat.Binary
            && EncryptedFile.Recognize(content, DocumentFormat.Binary).Format is var format and not DocumentFormat.Binary
            ? Better(
                $"its name does not tell the format, and what it holds is {FileFormat.NameOf(format)}",
                $"add --input-type {FileFormat.NameOf(format)}")
            : null;
    }

    /// <summary>
    /// Refuses to encrypt what is encrypted already, by another tool or by a SOPS file that was cut off, and texts with marks before them.
    /// </summary>
    /// <param name="content">The file.</param>
    /// <param name="file">As typed.</param>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.AlreadyEncrypted"/>, or <see cref="ErrorCode.MalformedDocument"/>: <see cref="FileEncoding"/>.
    /// </exception>
    public static void RequirePlain(byte[] content, string file)
    {
        if ((OfOtherTool(content, file) ?? FileEncoding.Problem(content, file, FileFormat.Of(null, file))
            ?? LostMetadata(content, file)) is { } failure)
        {
            throw failure;
        }
    }

    private static SecretsKitException? OfOtherTool(ReadOnlySpan<byte> content, string file)
    {
        foreach (var (start, tool, plain) in Others)
        {
            if (content.StartsWith(start))
            {
                return new(ErrorCode.AlreadyEncrypted, $"this is a file that {tool} encrypted")
                {
                    Hint = $"{plain(file)} makes it plain again; then {CommandText.Line("secretskit", "enc", file)} encrypts it",
                };
            }
        }

        return null;
    }

    private static SecretsKitException? LostMetadata(byte[] content, string file) =>
        content.AsSpan().IndexOf("ENC[AES256_GCM,data:"u8) < 0 || !HoldsCiphertext(content, FileFormat.Of(null, file)) ? null
        : new(ErrorCode.AlreadyEncrypted, "values of this file are encrypted, and the sops part that says for whom is gone from its end")
        {
            Hint = $"take it from an earlier version: {CommandText.Line("git", "log", "-p", "--", file)}",
        };

    // A whole file may be a text within another one, and is no value that lost its key.
    private static bool HoldsCiphertext(byte[] content, DocumentFormat format)
    {
        try
        {
            return format != DocumentFormat.Binary
                && PlainFile.Load(content, format).Tree.Branches.Any(branch => CiphertextCount.Of(branch).Encrypted > 0);
        }
        catch (SecretsKitException)
        {
            return false; // What is wrong with it is reported otherwise.
        }
    }

    private static string AgePlain(string file) => CommandText.Line("age", "-d", "-i", "KEYFILE", "-o", file + ".plain", file);

    private static bool IsTabbed(ReadOnlySpan<byte> content, int number)
    {
        foreach (var range in content.Split((byte)'\n'))
        {
            if (--number == 0)
            {
                var line = content[range];
                return line[..^line.TrimStart(" \t"u8).Length].Contains((byte)'\t');
            }
        }

        return false;
    }

    private static bool HoldsNothing(ReadOnlySpan<byte> content)
    {
        foreach (var range in content.Split((byte)'\n'))
        {
            var line = content[range].Trim(" \t\r"u8);
            if (line is not ([] or [(byte)'#', ..] or [(byte)';', ..]) && !line.SequenceEqual("---"u8))
            {
                return false;
            }
        }

        return true;
    }

    private static byte[]? Content(CliHost host, string file)
    {
        try
        {
            var path = host.Environment.CleanPath(file);
            return AtomicFile.WritesWholeFile(path) && new FileInfo(path) is { Exists: true, Length: <= MostBytes }
                ? File.ReadAllBytes(path)
                : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null; // The first failure is reported.
        }
    }
}
