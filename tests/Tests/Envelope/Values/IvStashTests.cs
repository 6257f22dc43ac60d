using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Values;
using SecretsKit.Core.Text;

namespace SecretsKit.Tests.Envelope.Values;

public sealed class IvStashTests : IDisposable
{
    private readonly DataKey _key = DataKey.Generate(RandomSource.System);
    private readonly IvStash _stash = new(RandomSource.System);
    private readonly ValueCipher _cipher;

    public IvStashTests() => _cipher = new(_key, RandomSource.System, _stash);

    public void Dispose()
    {
        _cipher.Dispose();
        _stash.Dispose();
        _key.Dispose();
    }

    [Theory]
    [InlineData("str", "v", "a:", "str", "v", "a:", true)]
    [InlineData("int", "1", "a:", "int", "1", "a:", true)]
    [InlineData("bool", "true", "a:", "bool", "true", "a:", true)]
    [InlineData("float", "1.5", "a:", "float", "1.5", "a:", true)]
    [InlineData("float", "-0", "a:", "float", "-0", "a:", true)]
    [InlineData("time", "2024-01-01T00:00:00+05:30", "a:", "time", "2024-01-01T00:00:00+05:30", "a:", true)]
    [InlineData("comment", " c", "a:", "comment", " c", "a:", true)]
    [InlineData("str", "v", "a:", "str", "w", "a:", false)]
    [InlineData("str", "v", "a:", "str", "v", "b:", false)]
    [InlineData("str", "v", "a:b:", "str", "v", "c:b:", false)]
    [InlineData("str", "1", "a:", "int", "1", "a:", false)]
    [InlineData("int", "2", "a:", "float", "2", "a:", false)]
    [InlineData("str", " c", "a:", "comment", " c", "a:", false)]
    [InlineData("comment", " c", "a:", "inline", " c", "a:", false)]
    [InlineData("float", "NaN", "a:", "float", "NaN", "a:", false)]
    [InlineData("float", "0", "a:", "float", "-0", "a:", false)]
    public void A_decrypted_value_keeps_its_ciphertext_only_where_type_text_and_path_are_the_same(
        string type, string value, string path, string newType, string newValue, string newPath, bool kept)
    {
        var before = _cipher.Encrypt(Leaves.Of(type, value), Utf8(path));
        _cipher.Decrypt(before, Utf8(path));
        var after = _cipher.Encrypt(Leaves.Of(newType, newValue), Utf8(newPath));
        Assert.Equal(kept, before == after);
        Assert.Equal(kept, IvOf(before) == IvOf(after));
    }

    [Fact]
    public void What_was_only_encrypted_is_not_remembered()
    {
        var first = _cipher.Encrypt(Leaves.Of("str", "v"), "a:"u8);
        Assert.NotEqual(first, _cipher.Encrypt(Leaves.Of("str", "v"), "a:"u8));
    }

    [Fact]
    public void A_failed_decryption_leaves_no_entry()
    {
        var sealedText = _cipher.Encrypt(Leaves.Of("str", "v"), "a:"u8);
        Assert.False(_cipher.TryDecrypt(sealedText, "b:"u8, out _));
        Assert.Equal("IvStash(0 values)", _stash.ToString());
    }

    [Fact]
    public void Of_equal_items_of_a_list_the_last_decrypted_wins()
    {
        var first = _cipher.Encrypt(Leaves.Of("str", "v"), "list:"u8);
        var second = _cipher.Encrypt(Leaves.Of("str", "v"), "list:"u8);
        _cipher.Decrypt(first, "list:"u8);
        _cipher.Decrypt(second, "list:"u8);
        Assert.Equal(second, _cipher.Encrypt(Leaves.Of("str", "v"), "list:"u8));
    }

    [Fact]
    public void Ivs_of_another_length_are_not_reused()
    {
        byte[] iv = [.. Enumerable.Range(1, 12).Select(i => (byte)i)], data = new byte[1], tag = new byte[16];
        using var gcm = new AnyNonceAesGcm(_key.Span);
        gcm.Seal(iv, "v"u8, data, tag, "a:"u8);
        _cipher.Decrypt(new($"ENC[AES256_GCM,data:{Convert.ToBase64String(data)},iv:{Convert.ToBase64String(iv)},tag:{Convert.ToBase64String(tag)},type:str]"), "a:"u8);
        var fresh = Convert.FromBase64String(IvOf(_cipher.Encrypt(Leaves.Of("str", "v"), "a:"u8)));
        Assert.Equal(32, fresh.Length);
        Assert.NotEqual(iv, fresh[..12]);
    }

    [Fact]
    public void Ivs_survive_a_new_data_key()
    {
        var before = _cipher.Encrypt(Leaves.Of("str", "v"), "a:"u8);
        _cipher.Decrypt(before, "a:"u8);
        using var newKey = DataKey.Generate(RandomSource.System);
        using var rotated = new ValueCipher(newKey, RandomSource.System, _stash);
        var after = rotated.Encrypt(Leaves.Of("str", "v"), "a:"u8);
        Assert.NotEqual(before, after);
        Assert.Equal(IvOf(before), IvOf(after));
    }

    [Fact]
    public void Path_and_value_do_not_run_into_each_other()
    {
        _cipher.Decrypt(_cipher.Encrypt(Leaves.Of("str", "b:c"), "a:"u8), "a:"u8);
        var before = _cipher.Encrypt(Leaves.Of("str", "c"), "a:b:"u8);
        Assert.NotEqual(before, _cipher.Encrypt(Leaves.Of("str", "c"), "a:b:"u8));
    }

    [Fact]
    public void Long_values_are_remembered_too()
    {
        var leaf = Leaves.Of("str", new string('x', 100_000));
        var before = _cipher.Encrypt(leaf, "a:"u8);
        _cipher.Decrypt(before, "a:"u8);
        Assert.Equal(before, _cipher.Encrypt(leaf, "a:"u8));
        Assert.NotEqual(before, _cipher.Encrypt(Leaves.Of("str", new string('x', 99_999)), "a:"u8));
    }

    [Fact]
    public void Nothing_is_left_after_disposal()
    {
        _cipher.Decrypt(_cipher.Encrypt(Leaves.Of("str", "v"), "a:"u8), "a:"u8);
        Assert.Equal("IvStash(1 values)", _stash.ToString());
        _stash.Dispose();
        Assert.Equal("IvStash(0 values)", _stash.ToString());
        var text = _cipher.Encrypt(Leaves.Of("str", "v"), "a:"u8);
        Assert.Throws<ObjectDisposedException>(() => _cipher.Decrypt(text, "a:"u8));
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string IvOf(ByteString text) => text.RevealText().Split(",iv:")[1].Split(",tag:")[0];
}
