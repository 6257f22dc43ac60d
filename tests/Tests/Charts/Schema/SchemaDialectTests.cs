using System.Text;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Schema;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Tests.Charts.Schema;

/// <summary>Which release of JSON Schema holds, by what <c>$schema</c> of a chart names.</summary>
public sealed class SchemaDialectTests
{
    /// <summary>Below the releases that assert formats, a text that is no address shows which one was taken.</summary>
    [Theory]
    [InlineData("http://json-schema.org/draft-07/schema#", true)]
    [InlineData("https://json-schema.org/draft-07/schema", true)]
    [InlineData("http://json-schema.org/draft-04/schema", true)]
    [InlineData("https://json-schema.org/draft/2019-09/schema#", false)]
    [InlineData("https://json-schema.org/draft/2020-12/schema", false)]
    [InlineData("http://json-schema.org/schema#", false)]
    [InlineData("http://json-schema.org/schema", false)]
    [InlineData("https://json-schema.org/schema#", false)]
    public void The_address_names_the_release(string address, bool assertsFormats)
    {
        var schema = $$"""{"$schema": "{{address}}", "properties": {"mail": {"type": "string", "format": "email"}, "port": {"type": "integer"} } }""";
        var complaint = Validate(schema, ("mail", Value.Of("nobody")), ("port", Value.Of("http")));
        Assert.Contains("- at '/port': got string, want integer\n", complaint, StringComparison.Ordinal);
        Assert.Equal(assertsFormats, complaint!.Contains("- at '/mail': 'nobody' is not valid email", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("draft-07")]
    public void What_is_no_address_cannot_be_loaded(string address) => Assert.Equal(
        $"failing loading \"{address}\": no URLLoader registered for \"{address}\"",
        Validate($$"""{"$schema": "{{address}}"}""")?.TrimEnd('\n'));

    private static string? Validate(string schema, params (string Name, Value Value)[] values)
    {
        var map = new MapValue();
        foreach (var (name, value) in values)
        {
            map.Set(new ByteString(name), value);
        }

        return new SchemaCheck(new(HelmGeneration.V4), SilentChartLog.Instance).Validate(Encoding.UTF8.GetBytes(schema), map);
    }
}
