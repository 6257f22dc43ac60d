using System.Text;
using SecretsKit.Providers.Ssh;
using SecretsKit.Testing;

namespace SecretsKit.Tests.Age;

/// <summary>Protected OpenSSH keys whose ciphers have a tag: a change anywhere is noticed.</summary>
public sealed class SshCipherTests
{
    [Theory]
    [InlineData("ed-chacha")]
    [InlineData("ed-gcm")]
    public void A_change_of_text_or_tag_is_noticed(string name)
    {
        var text = File.ReadAllText(Path.Combine(Checkout.Root, "tests", "Tests", "testdata", "ssh", name));
        using var block = PemBlock.Find(Encoding.ASCII.GetBytes(text));
        var content = block!.Content.ToArray();
        Assert.True(Opens(content));
        foreach (var fromEnd in (int[])[1, 2, 16, 17, 60])
        {
            content[^fromEnd] ^= 1;
            Assert.False(Opens(content));
            content[^fromEnd] ^= 1;
        }
    }

    private static bool Opens(byte[] content) =>
        OpenSshContainer.TryRead(content)!.TryDecrypt("correct horse"u8, TestContext.Current.CancellationToken) is not null;
}
