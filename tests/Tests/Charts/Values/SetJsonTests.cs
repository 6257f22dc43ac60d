using System.Text;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Values;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;

namespace SecretsKit.Tests.Charts.Values;

/// <summary>Arguments of <c>--set-json</c>, whose values are JSON as Go's decoder of streams reads it.</summary>
public sealed class SetJsonTests
{
    [Theory]
    [InlineData("a=1", "{\"a\":1}")]
    [InlineData("a={\"b\":[1,2]} ,c=\"x,y\"", "{\"a\":{\"b\":[1,2]},\"c\":\"x,y\"}")]
    [InlineData("a= \t3 ,b=4", "{\"a\":3,\"b\":4}")]
    [InlineData("a=\"\\ud800\"", "{\"a\":\"\ufffd\"}")]
    [InlineData("a=\"\\ud83d\\ude00\"", "{\"a\":\"\U0001f600\"}")]
    [InlineData("a={\"b\":1,\"b\":2}", "{\"a\":{\"b\":2}}")]
    public void Are_read(string argument, string expected) => Assert.Equal(expected, Apply(argument));

    [Fact]
    public void May_be_nested_as_deeply_as_the_decoder_allows()
    {
        Assert.StartsWith("{\"a\":[[", Apply("a=" + new string('[', 5_000) + new string(']', 5_000)), StringComparison.Ordinal);
        Assert.Throws<SetSyntaxException>(() => Apply("a=" + new string('[', 10_001) + new string(']', 10_001)));
    }

    [Theory]
    [InlineData("a={")]
    [InlineData("a={} x")]
    [InlineData("a=1e999")]
    [InlineData("a=nul")]
    public void Are_refused(string argument) => Assert.Throws<SetSyntaxException>(() => Apply(argument));

    private static string Apply(string argument)
    {
        var values = new MapValue();
        new SetParser(SetFlavour.Json(HelmGeneration.V4)).Apply(Encoding.UTF8.GetBytes(argument), values);
        return Encoding.UTF8.GetString(GoJson.Format(Value.Of(values), new GoJsonOptions()));
    }
}
