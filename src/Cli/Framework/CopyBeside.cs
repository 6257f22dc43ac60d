using System.Security.Cryptography;
using SecretsKit.Core.Display;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Framework;

/// <summary>The decrypted copy that <c>dec</c> writes beside a file, <c>FILE.dec</c>, which people change and forget.</summary>
/// <param name="context">Files and words.</param>
/// <param name="file">The file, as typed.</param>
internal sealed class CopyBeside(VerbContext context, string file)
{
    /// <summary>What the name of a copy ends with.</summary>
    public const string Suffix = ".dec";

    /// <summary>Its name, as it would be typed.</summary>
    public string Name { get; } = file + Suffix;

    /// <summary>Whether there is one.</summary>
    public bool Exists => File.Exists(FullPath);

    /// <summary>Whether it was written before the file was.</summary>
    public bool IsOlder => File.GetLastWriteTimeUtc(FullPath) < File.GetLastWriteTimeUtc(context.Host.Environment.ResolvePath(file));

    private string FullPath => context.Host.Environment.ResolvePath(Name);

    /// <summary>Reads it. The caller wipes what it gets.</summary>
    /// <exception cref="SecretsKitException">It cannot be read.</exception>
    public byte[] Read() => FileReader.Read(context.Host.Environment, Name);

    /// <summary>Removes it, unless it no longer holds what was read.</summary>
    /// <param name="content">What was read.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.FileUnwritable"/>.</exception>
    public void Remove(ReadOnlySpan<byte> content)
    {
        var now = Read();
        try
        {
            if (!now.AsSpan().SequenceEqual(content))
            {
                context.Terminal.Say($"warning: {Name} was changed meanwhile and stays", TextStyle.Warning);
                return;
            }

            File.Delete(FullPath);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SecretsKitException(ErrorCode.FileUnwritable, $"{Name} cannot be removed, and holds plaintext", failure)
            {
                Hint = $"remove it yourself: {CommandText.Line("rm", Name)}",
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(now);
        }
    }

    /// <summary>Warns where the copy is newer than the encrypted file and holds something else: it was changed, but not used.</summary>
    /// <param name="format">The format of the file.</param>
    /// <param name="decrypted">The file.</param>
    public void WarnIfChanged(DocumentFormat format, DecryptedFile decrypted)
    {
        if (!Exists || IsOlder)
        {
            return;
        }

        var copy = Read();
        var plain = decrypted.Plain.Serialize(format, context.LayoutOf(file, format));
        try
        {
            if (!copy.AsSpan().SequenceEqual(plain))
            {
                context.Terminal.Say(
                    $"warning: {Name} is newer than {file}, holds something else, and is not looked at", TextStyle.Warning);
                context.Terminal.Hint(
                    $"{CommandText.Line("secretskit", "enc", file)} takes its values over; {CommandText.Line("rm", Name)} gives them up");
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
            CryptographicOperations.ZeroMemory(plain);
        }
    }
}
