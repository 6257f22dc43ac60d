using System.Text;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Values;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;

namespace SecretsKit.Tests.Charts.Values;

/// <summary>Which words are numbers: in values files by the YAML of Kubernetes, in <c>--set</c> by Helm's own rule.</summary>
public sealed class NumberTextTests
{
    [Theory]
    [InlineData("0o7", "7")]
    [InlineData("0o+7", "\"0o+7\"")]
    [InlineData("0o-7", "\"0o-7\"")]
    [InlineData("0b+1", "1")]
    [InlineData("0b-1", "-1")]
    [InlineData("017", "15")]
    [InlineData("08", "8")]
    [InlineData("0x1F", "31")]
    [InlineData("+5", "5")]
    public void Of_a_values_file(string text, string expected) =>
        Assert.Equal(expected, Show(ValuesText.Read(Encoding.UTF8.GetBytes($"a: {text}\n"), HelmGeneration.V4)));

    [Theory]
    [InlineData("0", "0")]
    [InlineData("7", "7")]
    [InlineData("-7", "-7")]
    [InlineData("+7", "7")]
    [InlineData("07", "\"07\"")]
    [InlineData("0o7", "\"0o7\"")]
    [InlineData("0o+7", "\"0o+7\"")]
    [InlineData("0x1F", "\"0x1F\"")]
    [InlineData("1.5", "\"1.5\"")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("9223372036854775808", "\"9223372036854775808\"")]
    public void Of_set(string text, string expected) =>
        Assert.Equal(expected, Show(new ValueSources { Plain = ["a=" + text] }.Merge(HelmGeneration.V4)));

    private static string Show(MapValue values)
    {
        Assert.True(values.TryGet(new("a"), out var value));
        return Encoding.UTF8.GetString(GoJson.Format(value, new GoJsonOptions()));
    }
}
