using SecretsKit.Cli.CommandLine;
using SecretsKit.Cli.Composition;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;

namespace SecretsKit.Cli.Sops;

/// <summary>An encrypted file that a command has opened, with the keys that opened it. Dispose wipes them.</summary>
internal sealed class SopsOpenedFile : IDisposable
{
    private SopsOpenedFile(InputFile input, EncryptedFile encrypted, KeyServices keys, Unsealed unsealed) =>
        (Input, Encrypted, Keys, Unsealed) = (input, encrypted, keys, unsealed);

    /// <summary>The file as it was read.</summary>
    public InputFile Input { get; }

    /// <summary>The file as it was encrypted.</summary>
    public EncryptedFile Encrypted { get; }

    /// <summary>What wraps and unwraps.</summary>
    public KeyServices Keys { get; }

    /// <summary>The data key's cipher and the values.</summary>
    public Unsealed Unsealed { get; }

    /// <summary>The values.</summary>
    public PlainFile Plain => Unsealed.File.Plain;

    /// <summary>Decrypts as the flags say: key services, order of key types, whether the MAC must match.</summary>
    /// <param name="session">What the global flags settle.</param>
    /// <param name="flags">The command's flags.</param>
    /// <param name="input">The file.</param>
    /// <param name="format">Its format.</param>
    /// <param name="sealAgain">Whether values will be encrypted again.</param>
    /// <param name="ct">Cancels key services.</param>
    public static async Task<SopsOpenedFile> OpenAsync(
        SopsSession session, ParsedFlags flags, InputFile input, DocumentFormat format, bool sealAgain, CancellationToken ct)
    {
        var order = SopsSession.Order(flags);
        var encrypted = EncryptedFile.Load(input.Content, format);
        encrypted.Metadata.CheckVersion();
        var keys = session.OpenKeys(flags);
        try
        {
            var mac = flags.IsOn(SopsFlags.IgnoreMac) ? MacPolicy.Ignore : MacPolicy.Require;
            var request = new UnsealRequest(order, mac, sealAgain, session.Log.WarnOfComment, session.Log.ReportDecryption);
            var unsealed = await Unsealed.OpenAsync(session.Host, keys, encrypted, request, ct);
            return new(input, encrypted, keys, unsealed);
        }
        catch
        {
            keys.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Unsealed.Dispose();
        Keys.Dispose();
    }
}
