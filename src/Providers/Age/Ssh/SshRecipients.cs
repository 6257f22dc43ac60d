using System.Text;
using SecretsKit.Providers.Age.Format;

namespace SecretsKit.Providers.Age.Ssh;

/// <summary>Parses lines of an <c>authorized_keys</c> file: type, base64, comment.</summary>
internal static class SshRecipients
{
    public static AgeRecipient Parse(string line)
    {
        try
        {
            var key = ParseKey(line);
            return key.Rsa is null ? new SshEd25519Recipient(key, line) : new SshRsaRecipient(key, line);
        }
        catch (AgeException e) when (!e.Message.StartsWith("unknown", StringComparison.Ordinal))
        {
            throw new AgeException(e.Failure, $"malformed SSH recipient: {Quoted.Of(line)}: {e.Message}");
        }
    }

    public static SshPublicKey ParseKey(string line)
    {
        var words = line.Split([' ', '\t'], 3, StringSplitOptions.RemoveEmptyEntries);
        var blob = words.Length < 2 ? null : StrictBase64.TryDecodePadded(Encoding.UTF8.GetBytes(words[1]), out _);
        if (blob is null || line.AsSpan().ContainsAny('\r', '\n'))
        {
            throw new AgeException(AgeFailure.Recipient, "ssh: no key found");
        }

        var key = SshPublicKey.Parse(blob);
        return key.Type == words[0] ? key : throw new AgeException(AgeFailure.Recipient, "ssh: no key found");
    }
}
