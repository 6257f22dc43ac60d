using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Signing;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Git.Merging;

/// <summary>
/// What a merge does about signatures: the result is signed if a key is named and both sides are signed as a list of signers requires. Who
/// merges does not vouch for a side that nobody signed.
/// </summary>
/// <param name="context">Lists, the key, and the terminal.</param>
/// <param name="path">The file in the work tree.</param>
internal sealed class MergeSigning(VerbContext context, string path)
{
    private bool _isTrusted = true;

    /// <summary>Looks at a side, and warns of one that is not signed as required.</summary>
    /// <param name="side">Which one, for people.</param>
    /// <param name="file">The version.</param>
    public void Look(string side, EncryptedFile file)
    {
        try
        {
            if (context.Signatures.Check(path, file) is { Verdict: { IsValid: false } verdict } found)
            {
                Distrust(side, SignatureWords.Clause(verdict, found.List));
            }
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.SignatureRefused)
        {
            Distrust(side, failure.Problem);
        }
    }

    /// <summary>The text of the merged file.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.SigningFailed"/>: a key is named and cannot be used.</exception>
    public ValueTask<byte[]> SerializeAsync(EncryptedFile file, DocumentFormat format, WriteOptions layout, CancellationToken ct) =>
        _isTrusted ? context.Signer.SerializeAsync(file, path, format, layout, ct) : new(file.Serialize(format, layout));

    private void Distrust(string side, string problem)
    {
        _isTrusted = false;
        context.Terminal.Say($"warning: {path} ({side}): {problem}; the merged file is not signed", TextStyle.Warning);
    }
}
