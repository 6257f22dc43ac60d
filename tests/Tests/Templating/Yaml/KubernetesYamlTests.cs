using System.Buffers;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Documents;

namespace SecretsKit.Tests.Templating.Yaml;

/// <summary>Which fault of a manifest is told of, and where.</summary>
public sealed class KubernetesYamlTests
{
    /// <summary>Faults of structure come before faults of characters that stand behind them; a comment does not move the line.</summary>
    [Theory]
    [InlineData("name: web\napp\n\n# why\ntier: 3\n", "yaml: line 4: could not find expected ':'")]
    [InlineData("name: web\napp\n# why\n\n# how\ntier: 3\n", "yaml: line 3: could not find expected ':'")]
    [InlineData("ports:\n  http: 80\n]    https: 443\n", "yaml: line 2: did not find expected key")]
    [InlineData("data:\n  motd: |\n hello\nthere\n  tier: s\n", "yaml: line 2: did not find expected key")]
    public void The_first_fault_is_told_of(string text, string message)
    {
        var failure = Assert.Throws<DocumentException>(() => KubernetesYaml.Read(Encoding.UTF8.GetBytes(text), new()));
        Assert.Equal(message, failure.Message);
    }

    /// <summary>
    /// Values are written as JSON and read as YAML, where a key ends on its line and after 1024 characters, quotes and escapes included.
    /// </summary>
    [Theory]
    [InlineData("k", 1022, null)]
    [InlineData("k", 1023, "yaml: did not find expected ',' or '}'")]
    [InlineData("\u00e9", 1022, null)]
    [InlineData("\U0001F600", 1023, "yaml: did not find expected ',' or '}'")]
    [InlineData("<", 170, null)]
    [InlineData("<", 171, "yaml: did not find expected ',' or '}'")]
    [InlineData("a\u0085", 1, "yaml: line 1: did not find expected ',' or '}'")]
    public void Keys_that_YAML_would_not_find_the_end_of_are_not_written(string part, int times, string? message)
    {
        var map = new MapValue();
        map.Set(new(string.Concat(Enumerable.Repeat(part, times))), Value.Int(1));
        var failure = Record.Exception(() => KubernetesYaml.Write(Value.Of(map), new ArrayBufferWriter<byte>()));
        Assert.Equal(message, failure?.Message);
    }

    [Theory]
    [InlineData("[logging]\nlevel: info: all\n", "[logging]")]
    [InlineData("a: |  # one\n  x\nb: [1, # two\n 2]\n# three\nc: 'x' #four\n", "map[a:x\n b:[1 2] c:x]")]
    public void What_stands_behind_the_first_value_and_in_comments_is_not_looked_at(string text, string value) =>
        Assert.Equal(value, Functions.Calls.Show(KubernetesYaml.Read(Encoding.UTF8.GetBytes(text), new())));

    [Fact]
    public void The_value_of_a_key_that_cannot_be_is_shown_as_go_shows_maps()
    {
        var failure = Assert.Throws<DocumentException>(
            () => KubernetesYaml.Read("&meta:\n  name: web\n  app: shop\n"u8.ToArray(), new() { QuotesContent = true }));
        Assert.EndsWith(
            "value: map[interface {}]interface {}{\"app\":\"shop\", \"name\":\"web\"}", failure.Message, StringComparison.Ordinal);
    }
}
