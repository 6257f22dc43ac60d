using System.Security.Cryptography;
using SecretsKit.Core.Ssh;

namespace SecretsKit.Tests.Ssh;

/// <summary>Signatures that ssh-keygen 9.2 made with <c>-Y sign -n file</c> over the line "hello".</summary>
public sealed class SshSignatureTests
{
    private const string Ed25519 = """
        -----BEGIN SSH SIGNATURE-----
        U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgOCReeeFYZ0TXLLD1/B2XqbqcpQ
        vcuAqHBl8Skd1qlrgAAAAEZmlsZQAAAAAAAAAGc2hhNTEyAAAAUwAAAAtzc2gtZWQyNTUx
        OQAAAEArwskSTNhWYrbwqQL6aqADqkMu5umcl17X7E8lAmJrNZaKZ27ksJKJNML1PJI4Z9
        46lndHcHu3DaAFwBy0X0gO
        -----END SSH SIGNATURE-----
        """;

    private const string Rsa = """
        -----BEGIN SSH SIGNATURE-----
        U1NIU0lHAAAAAQAAARcAAAAHc3NoLXJzYQAAAAMBAAEAAAEBAM3IECbx17SAqzaTiJeoVk
        KQcriSVJkb+MmyVBG0RSQAnjX85vSWu+3WgFKr5E7S8SH56Z4v76DgyXtopROZZXlWXr8r
        TyBM8t8XvOIsYBjBZx4f9pqeyvp939Ae81gp82hESYxsDt3ZyoODn10FSiLcJYEiDan4Id
        qan6Z95eQGu3+CLS1ZmK5HbMdhU7cZ8Mz/14+Lh7uWyLFtxTfGd43oCyWwhPyNYgJXs5ht
        2Ni4le4oA4kOPtCOulS2mtkUBqZLLhjQI1+IOkGtyC1hwa8kE6zQtheDpYy/lEyh+3hITu
        S8Fav3WfpThBjZq/12pzaTGxUxo6OtrFW8psiBwU8AAAAEZmlsZQAAAAAAAAAGc2hhNTEy
        AAABFAAAAAxyc2Etc2hhMi01MTIAAAEATG7upzTwDw4A1/DAjnJVQqbtOEj6DWCd2fiwv5
        n5jV4N1OAMpRnVWP1fmOCMXmlXGAF8/GgJ1MZ64YnVlZ0zgkvj4xh59ayTV34bSU00Z/Nq
        O/qJmfCojEZHlod/SCaZA5TVekh00vTuwyQtJQdFqFEUxYHPsd2yAFS6VdFnNf2Jcwygfp
        4Tx9rrV22djANeWxJ2+NZ6+O9E3LAq5auoXMLAmI1zsZW/rjTjkbrH+knC734koLUxmJqL
        kX8ObL6BpIeCaaBBR466fqN+hEKXpXWFceObgjOTRqhxDY+DTE1Nsa4SlKq7eLYeXF78B6
        7CkWoI6He7CDSZ0cdXPiw5MQ==
        -----END SSH SIGNATURE-----
        """;

    [Theory]
    [InlineData(Ed25519, "ssh-ed25519", "ssh-ed25519")]
    [InlineData(Rsa, "ssh-rsa", "rsa-sha2-512")]
    public void Verifies_what_ssh_keygen_signed(string text, string type, string algorithm)
    {
        var signature = SshSignature.Parse(text);
        Assert.Equal((type, algorithm, "file"), (signature.Key.Type, signature.Algorithm, signature.Namespace));
        var digest = SHA512.HashData("hello\n"u8);
        Assert.True(signature.Verify("file", digest));
        Assert.False(signature.Verify("git", digest));
        Assert.False(signature.Verify("file", SHA512.HashData("hello"u8)));
        Assert.Equal(text + "\n", signature.ToText());
    }

    [Fact]
    public void Shows_keys_as_ssh_keygen_does()
    {
        var key = SshSignature.Parse(Ed25519).Key;
        Assert.Equal("SHA256:zMYwZbdzqplcPZZu4htYQdUa5OWSi79yz5GSx1GWElI", key.Fingerprint);
        Assert.Equal("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDgkXnnhWGdE1yyw9fwdl6m6nKUL3LgKhwZfEpHdapa4", key.Line);
    }

    // SHA-1 signatures have the name of the key type.
    [Fact]
    public void An_RSA_signature_with_another_hash_is_refused() =>
        Assert.False(SshSignature.Parse(Rsa)
            .Key.Verify("x"u8, "ssh-rsa", new byte[256]) || SshSignature.Parse(Rsa)
            .Key.Verify("x"u8, "rsa-sha2-256", new byte[256]));
}
