using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Providers.Age;
using SecretsKit.Tests.Age;

namespace SecretsKit.Tests.Mutation;

/// <summary>Headers, armor, identity files and recipients of age.</summary>
public sealed class AgeMutationTests
{
    private const long MaxBytes = 4 * 1024 * 1024;
    private static readonly RandomFill Zeros = span => span.Clear();
    private static readonly string Identity = TestKeys.Read("age/a1.txt")
        .Split('\n')
        .First(line => line.StartsWith("AGE-SECRET-KEY-", StringComparison.Ordinal))
        .Trim();

    private static readonly string[] Tokens =
    [
        "-> ", "---", "--- ", "\n", "\r\n", "X25519", "scrypt", "ssh-ed25519", "ssh-rsa", "mlkem768x25519", " ", "=", "AAAA",
        "-----BEGIN AGE ENCRYPTED FILE-----\n",
        "-----END AGE ENCRYPTED FILE-----", "age-encryption.org/v1\n", "\0", "\t", "#", "AGE-SECRET-KEY-1", "age1", "age1pq1",
        "AGE-PLUGIN-X-1", "!", "18", "\u00e9",
    ];

    private static string Sealed(AgeEncoding encoding) =>
        Encoding.Latin1.GetString(
            AgeFile.EncryptAsync("plain"u8.ToArray(), [AgeRecipient.Parse(TestKeys.Public("a1"))], encoding, Zeros, CancellationToken.None)
            .AsTask()
            .GetAwaiter()
            .GetResult());

    [Fact]
    public void Files_and_armor()
    {
        var identities = AgeIdentityFile.Parse(Encoding.ASCII.GetBytes(Identity));
        try
        {
            // Binary files travel as Latin-1 in the seeds, so both forms begin as the text that they are.
            TextMutations.Run(
                [Sealed(AgeEncoding.Armor), Sealed(AgeEncoding.Armor).Replace("\n", "\r\n", StringComparison.Ordinal)],
                Tokens,
                Identity,
                MaxBytes,
                text =>
                Assert.Equal("plain"u8.ToArray(), AgeFile.DecryptAsync(text, identities, AgeEncoding.Detect, CancellationToken.None)
                    .AsTask()
                    .GetAwaiter()
                    .GetResult()));
        }
        finally
        {
            foreach (var identity in identities)
            {
                identity.Dispose();
            }
        }
    }

    [Fact]
    public void Headers()
    {
        const string Header = "age-encryption.org/v1\n-> X25519 " +
            "TEiF0ypqr+bpvcqXNyCVJpL7OuwPdVwPL7KQEbFDOCc\nEmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n-> ssh-ed25519 BjH7FA " +
            "RO+wV4kbbl4NtSmp56lQcfRdRp3dEFpdQmWkaoiw6lY\nEmECAEcKN+n/Vs9SbWiV+Hu0r+E8R77DdWYyd83nw7U\n--- " +
            "zn/Ti6yfDAiGLEsKrxGkVNXIXgSDoAI7wdQHb8l2wNI\n";
        TextMutations.Run(
            [Header], Tokens, "", MaxBytes, text => _ = SecretsKit.Providers.Age.Format.AgeHeader.Read(new(text, armorError: null)));
    }

    [Fact]
    public void Identity_files() => TextMutations.Run(
        [$"# created: now\n# public key: {TestKeys.Public("a1")}\n{Identity}\n\n{Identity}\n"], Tokens, Identity[20..40], MaxBytes, text =>
        {
            foreach (var identity in AgeIdentityFile.Parse(text))
            {
                identity.Dispose();
            }
        });

    [Fact]
    public void Recipients() => TextMutations.Run(
        [TestKeys.Public(
            "a1"), "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBAhBV3PfTwg4s1h2LlHvFOqJHjVqLrFVpn2AZKwb7mg comment"], Tokens, "", MaxBytes,
                text =>
            _ = AgeRecipient.Parse(Encoding.UTF8.GetString(text)));
}
