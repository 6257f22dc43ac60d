using SecretsKit.Core.Secrets;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Providers.Age;

/// <summary>Gets the passphrase of an identity file from whoever has it.</summary>
internal sealed class IdentityPassphrase(IPassphrasePrompt prompt)
{
    /// <summary>Asks.</summary>
    /// <returns>The passphrase, given away.</returns>
    /// <exception cref="AgeException"><see cref="AgeFailure.Passphrase"/>: nobody could be asked.</exception>
    public async ValueTask<SecretBytes> AskAsync(string location, ReadOnlyMemory<byte> file, CancellationToken ct) =>
        await prompt.AskAsync($"Enter passphrase for identity '{location}': ", ct)
        ?? throw new AgeException(AgeFailure.Passphrase, "could not read passphrase: there is no terminal to ask on");
}
