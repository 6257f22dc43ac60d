using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Tests.Envelope.Values;

public sealed class ValueCipherTests : IDisposable
{
    private const string Iv = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";

    private readonly DataKey _key = new([.. Enumerable.Range(0, 32).Select(i => (byte)i)]);
    private readonly ValueCipher _cipher;

    public ValueCipherTests() => _cipher = new(_key, FixedIv);

    // Made by the reference; the key is 00..1f, the IV 20..3f.
    public static TheoryData<string, string, string, string, string> Published => new()
    {
        { "str", "hello", "a:b:", "f6SdJOI=", "TEFu+ejkdT0ijPtelDWwfg==" },
        { "int", "-5", "n:", "OvQ=", "w0+BIhcsYhcXso/AuO7Qjw==" },
        { "bool", "True", "flag:", "Q7OELQ==", "OAxCU+J6nicSCpxmQvT0Cw==" },
        { "float", "1.5", "f:", "Ju/E", "uJBeK8Rb0IhyEwRMiZ5ZVA==" },
        { "time", "2024-01-01T00:00:00Z", "d:", "JfHDfKA/5w72YDJH1rpRz72hh/4=", "2gCfWdJPduCVbuLzqNbDnA==" },
        { "comment", " top comment", ":", "N7WeOK1suU6rNAgD", "GsuSP1jmDnjxOeyqlK3E7Q==" },
    };

    // Values of a whole file of the reference, under the same key, with the first byte of IVs that repeat it.
    public static TheoryData<string, string, string, byte, string> PublishedFile => new()
    {
        { "comment", " top comment", ":", 5, "ENC[AES256_GCM,data:0M6XzOShAH5JIUCl,iv:BQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU=,tag:0O3ZjI2K0jSqBXgG7h0mOA==,type:comment]" },
        { "str", "hello", "a:", 1,
            "ENC[AES256_GCM,data:0cHFi7Y=,iv:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=,tag:ymZUyOw8wR96TPf7Sj/n1A==,type:str]" },
        { "int", "1", "b:", 2,
            "ENC[AES256_GCM,data:Xg==,iv:AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=,tag:3lNOBeVeXkui2tkKgjuOaA==,type:int]" },
        { "bool", "True", "b:", 3,
            "ENC[AES256_GCM,data:PgY2CQ==,iv:AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=,tag:8FisyxLyNJoPTFDYXzaZbA==,type:bool]" },
        {
            "str", "E67F038A9F4C8D9981BADDB66F1604E2CE9DFC5F13B106CAEBA2DE431726B893622360141B21134E1256048E32C4E3938F7587CBE6BCF6BBFDB045E0449AB1BB",
            "2026-01-02T03:04:05Z", 4,
            "ENC[AES256_GCM,data:KzpYLwLNZXhanRKE2QC3VmKC3Hnf+lrQqjcw+AX+1rRCZd166FLiXrrQx6Ca89dfVw9xkRHyFyENZ1IRdIy6JHbNFoMhgU/E06VKCauzAQ0ZLIEKSj/RtLZcX/aQXKfK7PXbUBf8+J03GpJCtvxoKk3e/+NDkFtnMNyL0NRtKr0=,iv:BAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ=,tag:oxcMJFZEbuIUwBr9ufKkQQ==,type:str]"
        },
    };

    public void Dispose()
    {
        _cipher.Dispose();
        _key.Dispose();
    }

    [Theory, MemberData(nameof(Published))]
    public void Agrees_with_published_values(string type, string value, string path, string data, string tag)
    {
        var text = $"ENC[AES256_GCM,data:{data},iv:{Iv},tag:{tag},type:{type}]";
        Assert.Equal(text, _cipher.Encrypt(Leaves.Of(type, value), Utf8(path)).RevealText());
        var leaf = _cipher.Decrypt(new(text), Utf8(path));
        Assert.Equal((type, value), Leaves.Describe(leaf));
    }

    [Theory, MemberData(nameof(PublishedFile))]
    public void Agrees_with_a_published_file(string type, string value, string additionalData, byte iv, string text)
    {
        using var cipher = new ValueCipher(_key, span => span.Fill(iv));
        Assert.Equal(text, cipher.Encrypt(Leaves.Of(type, value), Utf8(additionalData)).RevealText());
        Assert.Equal((type, value), Leaves.Describe(cipher.Decrypt(new(text), Utf8(additionalData))));
    }

    [Fact]
    public void Empty_values_have_no_ciphertext()
    {
        Assert.True(_cipher.Encrypt(new StringNode(ByteString.Empty), "a:"u8).IsEmpty);
        Assert.True(_cipher.Encrypt(new CommentNode(ByteString.Empty), "a:"u8).IsEmpty);
        Assert.Equal(("str", ""), Leaves.Describe(_cipher.Decrypt(ByteString.Empty, "a:"u8)));
    }

    [Fact]
    public void Values_are_bytes_and_may_be_long()
    {
        foreach (var length in (int[])[1, 1000, 1024, 1025, 100_000])
        {
            byte[] bytes = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
            var leaf = _cipher.Decrypt(_cipher.Encrypt(new StringNode(new(bytes.AsMemory())), "a:"u8), "a:"u8);
            Assert.Equal(bytes, Assert.IsType<StringNode>(leaf).Value.Span);
        }
    }

    [Fact]
    public void Bytes_of_the_python_releases_read_as_a_string()
    {
        var text = _cipher.Encrypt(Leaves.Of("str", "raw"), "a:"u8)
            .RevealText()
            .Replace("type:str", "type:bytes", StringComparison.Ordinal);
        Assert.Equal(("str", "raw"), Leaves.Describe(_cipher.Decrypt(new(text), "a:"u8)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(2000)]
    public void Any_length_of_iv_is_read(int length)
    {
        byte[] iv = [.. Enumerable.Range(1, length).Select(i => (byte)i)], ciphertext = new byte[5], tag = new byte[16];
        using var gcm = new Core.Crypto.AnyNonceAesGcm(_key.Span);
        gcm.Seal(iv, "hello"u8, ciphertext, tag, "a:"u8);
        var text = $"ENC[AES256_GCM,data:{Convert.ToBase64String(ciphertext)},iv:{Convert.ToBase64String(iv)},tag:{Convert.ToBase64String(tag)},type:str]";
        Assert.Equal(("str", "hello"), Leaves.Describe(_cipher.Decrypt(new(text), "a:"u8)));
    }

    [Fact]
    public void Changing_any_byte_of_data_iv_tag_or_path_fails()
    {
        using var gcm = new Core.Crypto.AnyNonceAesGcm(_key.Span);
        byte[] data = new byte[9], iv = new byte[32], tag = new byte[16];
        gcm.Seal(iv, "plaintext"u8, data, tag, "path:"u8);
        byte[] path = [.. "path:"u8];
        foreach (var part in (byte[][])[data, iv, tag, path])
        {
            for (var i = 0; i < part.Length; i++)
            {
                part[i] ^= 1;
                Assert.Equal("Could not decrypt with AES_GCM: cipher: message authentication failed", Failure(Text(), path));
                part[i] ^= 1;
            }
        }

        Assert.Equal(("str", "plaintext"), Leaves.Describe(_cipher.Decrypt(new(Text()), path)));

        string Text() => $"ENC[AES256_GCM,data:{Convert.ToBase64String(data)},iv:{Convert.ToBase64String(iv)},tag:{Convert.ToBase64String(tag)},type:str]";
    }

    [Theory]
    [InlineData("plain", "Input string does not match sops' data format")]
    [InlineData("xENC[AES256_GCM,data:AA==,iv:AA==,tag:AA==,type:str]", "Input string does not match sops' data format")]
    [InlineData("ENC[AES256_GCM,data:AA==,iv:AA==,tag:AA==,type:str", "Input string does not match sops' data format")]
    [InlineData(
        "ENC[aes256_gcm,data:AA==,iv:AA==,tag:AA==,type:str]",
        "Input string ENC[aes256_gcm,data:AA==,iv:AA==,tag:AA==,type:str] does not match sops' data format")]
    [InlineData(
        "ENC[AES256_GCM,data:,iv:AA==,tag:AA==,type:str]",
        "Input string ENC[AES256_GCM,data:,iv:AA==,tag:AA==,type:str] does not match sops' data format")]
    [InlineData("ENC[AES256_GCM,data:*A==,iv:AA==,tag:AA==,type:str]", "Error base64-decoding data: illegal base64 data at input byte 0")]
    [InlineData("ENC[AES256_GCM,data:AA==,iv:A A=,tag:AA==,type:str]", "Error base64-decoding iv: illegal base64 data at input byte 1")]
    [InlineData("ENC[AES256_GCM,data:AA==,iv:AA==,tag:AAA,type:str]", "Error base64-decoding tag: illegal base64 data at input byte 0")]
    [InlineData("ENC[AES256_GCM,data:AA==,iv:\r,tag:AA==,type:str]", "cipher: the nonce can't have zero length")]
    [InlineData(
        "ENC[AES256_GCM,data:AA==,iv:AA==,tag:AA==,type:str]", "Could not decrypt with AES_GCM: cipher: message authentication failed")]
    public void Fails_in_the_words_of_the_reference(string text, string message) => Assert.Equal(message, Failure(text, "a:"u8));

    [Theory]
    [InlineData("wat", "Unknown datatype: wat")]
    [InlineData("int", "strconv.Atoi: parsing: invalid syntax")]
    [InlineData("bool", "strconv.ParseBool: parsing: invalid syntax")]
    [InlineData("float", "strconv.ParseFloat: parsing: invalid syntax")]
    [InlineData("time", "parsing time as \"2006-01-02T15:04:05Z07:00\": cannot parse as \"2006\"")]
    public void A_value_that_its_type_cannot_read_is_not_quoted(string type, string message)
    {
        var text = _cipher.Encrypt(Leaves.Of("str", "canary-one"), "a:"u8)
            .RevealText()
            .Replace("type:str", "type:" + type, StringComparison.Ordinal);
        Assert.Equal(message, Failure(text, "a:"u8));
    }

    [Fact]
    public void The_tag_is_the_last_16_bytes_of_data_and_tag_together()
    {
        byte[] ciphertext = new byte[5], tag = new byte[16];
        using var gcm = new Core.Crypto.AnyNonceAesGcm(_key.Span);
        gcm.Seal(new byte[32], "hello"u8, ciphertext, tag, "a:"u8);
        byte[] all = [.. ciphertext, .. tag];
        foreach (var cut in (int[])[1, 5, 7, 20])
        {
            var text = $"ENC[AES256_GCM,data:{Convert.ToBase64String(all.AsSpan(0, cut))},iv:{Convert.ToBase64String(new byte[32])},tag:{Convert.ToBase64String(all.AsSpan(cut))},type:str]";
            Assert.Equal(("str", "hello"), Leaves.Describe(_cipher.Decrypt(new(text), "a:"u8)));
        }
    }

    [Fact]
    public void An_unencrypted_comment_is_a_result_not_an_exception()
    {
        Assert.False(_cipher.TryDecrypt(new(" just a comment"), ":"u8, out var leaf));
        Assert.Null(leaf);
        Assert.True(_cipher.TryDecrypt(_cipher.Encrypt(new CommentNode(new(" c")), ":"u8), ":"u8, out leaf));
        Assert.Equal(("comment", " c"), Leaves.Describe(leaf));
    }

    [Fact]
    public void Only_leaves_are_encrypted()
    {
        var error = Assert.Throws<SecretsKitException>(() => _cipher.Encrypt(new UnsignedNode(ulong.MaxValue), "a:"u8));
        Assert.Equal((ErrorCode.EncryptFailed, "Cannot walk value, unknown type: uint64"), (error.Code, error.Message));
        Assert.Throws<ArgumentException>(() => _cipher.Encrypt(NullNode.Instance, "a:"u8));
        Assert.Throws<ArgumentException>(() => _cipher.Encrypt(new MapNode(), "a:"u8));
    }

    [Fact]
    public void No_error_and_no_text_form_holds_plaintext_or_key()
    {
        using var stash = new IvStash(span => span.Fill(1));
        using var cipher = new ValueCipher(_key, FixedIv, stash);
        const string Canary = "canary-7f3a";
        var sealedText = cipher.Encrypt(Leaves.Of("str", Canary), "a:"u8).RevealText();
        List<string> shown = [cipher.ToString(), stash.ToString(), _key.ToString()];
        foreach (var type in (string[])["int", "float", "bool", "time", "wat"])
        {
            var damaged = new ByteString(sealedText.Replace("type:str", "type:" + type, StringComparison.Ordinal));
            shown.Add(Assert.Throws<SecretsKitException>(() => cipher.Decrypt(damaged, "a:"u8)).ToString());
        }

        shown.Add(Assert.Throws<SecretsKitException>(() => cipher.Decrypt(new(Canary), "a:"u8)).ToString());
        shown.Add(Assert.Throws<SecretsKitException>(() => cipher.Decrypt(new(sealedText), Utf8(Canary))).ToString());
        Assert.All(shown, text => Assert.DoesNotContain(Canary, text, StringComparison.Ordinal));
        Assert.All(shown, text => Assert.DoesNotContain("0001020304", text, StringComparison.OrdinalIgnoreCase));
    }

    private static void FixedIv(Span<byte> iv)
    {
        for (var i = 0; i < iv.Length; i++)
        {
            iv[i] = (byte)(32 + i);
        }
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private string Failure(string text, ReadOnlySpan<byte> path)
    {
        var additionalData = path.ToArray();
        var error = Assert.Throws<SecretsKitException>(() => _cipher.Decrypt(new(text), additionalData));
        Assert.Equal(ErrorCode.DecryptFailed, error.Code);
        return error.Message;
    }
}
