using System.Text;
using SecretsKit.Core.Envelope.Values;

namespace SecretsKit.Tests.Envelope.Values;

public sealed class ValuePathTests
{
    [Theory]
    [InlineData(":")]
    [InlineData("a:", "a")]
    [InlineData("a:b:", "a", "b")]
    [InlineData("a:b:c:", "a:b", "c")]
    [InlineData(":", "")]
    [InlineData("a::", "a", "")]
    [InlineData("ключ:値:", "ключ", "値")]
    public void Joins_keys_without_escaping_them(string expected, params string[] keys)
    {
        var path = new ValuePath();
        foreach (var key in keys)
        {
            path.Push(Encoding.UTF8.GetBytes(key));
        }

        Assert.Equal(expected, Encoding.UTF8.GetString(path.AdditionalData));
        Assert.Equal(keys.Length, path.Depth);
    }

    [Fact]
    public void Shrinks_as_it_grew()
    {
        var path = new ValuePath();
        path.Push("outer"u8);
        for (var i = 0; i < 100; i++)
        {
            path.Push(new byte[i]);
        }

        for (var i = 0; i < 100; i++)
        {
            path.Pop();
        }

        Assert.Equal("outer:"u8, path.AdditionalData);
        path.Pop();
        Assert.Equal(":"u8, path.AdditionalData);
        Assert.Throws<InvalidOperationException>(path.Pop);
    }
}
