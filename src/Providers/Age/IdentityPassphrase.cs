using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Display;
using SecretsKit.Core.Secrets;
using SecretsKit.Platform.Terminal;
using SecretsKit.Providers.Age.Agent;
using SecretsKit.Providers.Age.Format;

namespace SecretsKit.Providers.Age;

/// <summary>Gets the passphrase of an identity file from gpg-agent, else from the person at the terminal.</summary>
internal sealed class IdentityPassphrase(GpgAgent agent, IPassphrasePrompt prompt)
{
    private const int LongestLocation = 200;

    /// <summary>Asks.</summary>
    /// <param name="location">What the question calls the file.</param>
    /// <param name="file">The file; the agent remembers the answer under a hash of it.</param>
    /// <param name="ct">Takes the question away.</param>
    /// <returns>The passphrase, given away.</returns>
    /// <exception cref="AgeException"><see cref="AgeFailure.Passphrase"/>: there was no one to ask, or no answer.</exception>
    public async ValueTask<SecretBytes> AskAsync(string location, ReadOnlyMemory<byte> file, CancellationToken ct)
    {
        var shown = location.Length > LongestLocation ? "..." + location[^LongestLocation..] : location;
        var answer = await agent.AskAsync(CacheId(file.Span), DisplayText.Message($"Enter passphrase for identity '{shown}':"), ct);
        if (answer.Passphrase is { } passphrase)
        {
            return passphrase;
        }

        if (answer.Refusal is { } refusal)
        {
            throw new AgeException(AgeFailure.Passphrase, refusal);
        }

        var problem = answer.Problem is { } reason ? reason + ", and " : "";
        return await prompt.AskAsync(DisplayText.Message($"Enter passphrase for identity '{location}': "), ct)
            ?? throw new AgeException(AgeFailure.Passphrase, $"could not read passphrase: {problem}{AgeException.NoTerminal}");
    }

    /// <summary>Tells that the last answer was wrong, so that it is not remembered.</summary>
    public ValueTask RejectAsync(ReadOnlyMemory<byte> file, CancellationToken ct) => agent.ForgetAsync(CacheId(file.Span), ct);

    /// <summary>The name that sops gives the answer, so that the two share it.</summary>
    private static string CacheId(ReadOnlySpan<byte> file)
    {
        const int HashedBytes = 25;
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        Span<byte> hash = stackalloc byte[Sha256.Size];
        Sha256.Hash(file.StartsWith(AgeArmor.Header) ? AgeArmor.Read(file).Rest.Span : file, hash);
        var id = new StringBuilder("SopsAge");
        var (bits, count) = (0, 0);
        foreach (var b in hash[..HashedBytes])
        {
            bits = ((bits << 8) | b) & 0xfff;
            for (count += 8; count >= 5; count -= 5)
            {
                id.Append(Letters[(bits >> (count - 5)) & 31]);
            }
        }

        return id.ToString();
    }
}
