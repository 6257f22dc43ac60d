using SecretsKit.Providers.Age.Format;

namespace SecretsKit.Providers.Age.Ssh;

/// <summary>Parses lines of an <c>authorized_keys</c> file: type, base64, comment.</summary>
internal static class SshRecipients
{
    public static AgeRecipient Parse(string line)
    {
        try
        {
            return AgeSshKey.ParseLine(line).ToRecipient(line);
        }
        catch (AgeException e) when (e.Cause is not AgeCause { UnsupportedType: not null })
        {
            throw new AgeException(e.Failure, $"malformed SSH recipient: {Quoted.Of(line)}: {e.Message}");
        }
    }
}
