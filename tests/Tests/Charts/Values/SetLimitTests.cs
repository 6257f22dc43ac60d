using System.Text;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Values;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;

namespace SecretsKit.Tests.Charts.Values;

/// <summary>Arguments and files of values that would cost more than any values do.</summary>
public sealed class SetLimitTests
{
    [Theory]
    [InlineData("a[1000000000]=1", "index of 1000000000 is greater than maximum supported index of 65536")]
    [InlineData("a[65537]=1", "index of 65537 is greater than maximum supported index of 65536")]
    [InlineData("a[-1]=1", "negative -1 index not allowed")]
    [InlineData("a[99999999999999999999]=1", "error parsing index: strconv.Atoi: parsing \"99999999999999999999\": value out of range")]
    [InlineData("a={1,2", "list must terminate with '}'")]
    [InlineData("a..b=1", "key map \"a\" has no value")]
    [InlineData("a=1,a.b=2", "unable to parse key: interface conversion: interface {} is int64, not map[string]interface {}")]
    public void Malformed_arguments_are_refused_as_in_helm(string argument, string expected) =>
        Assert.Equal("failed parsing --set data: " + expected, Refusal(argument));

    [Fact]
    public void The_largest_index_is_taken()
    {
        Assert.True(new ValueSources { Plain = ["a[65536]=x"] }.Merge(HelmGeneration.V4).TryGet(new("a"), out var list));
        Assert.Equal(65_537, list.AsList!.Count);
    }

    [Fact]
    public void Maps_nest_to_the_depth_of_the_reference_and_lists_to_ours()
    {
        Assert.EndsWith(
            "value name nested level is greater than maximum supported nested level of 30",
            Refusal(string.Concat(Enumerable.Repeat("a.", 100_000)) + "a=1"),
            StringComparison.Ordinal);
        Assert.EndsWith(
            "more than 1000 indexes follow each other",
            Refusal("a" + string.Concat(Enumerable.Repeat("[0]", 100_000)) + "=1"),
            StringComparison.Ordinal);
        Apply("a" + string.Concat(Enumerable.Repeat("[0]", 1_000)) + "=1");
    }

    [Fact]
    public void Lists_are_written_in_proportion_to_their_length()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var values = new ValueSources { Plain = [string.Join(
            ',', Enumerable.Range(0, 20_000).Select(i => $"a[{i}]={i},b[{i}].x={i},b[{i}].y={i},c.d[{i}]=z"))] }.Merge(HelmGeneration.V4);

        // A copy for each place would take 15 gigabytes.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000_000);
        Assert.True(values.TryGet(new("a"), out var list));
        Assert.Equal(Enumerable.Range(0, 20_000).Select(i => (long)i), Enumerable.Select(list.AsList!.Items.ToArray(), item => item.Bits));
    }

    [Theory]
    [InlineData("a[3]=x", "[null,null,null,\"x\"]")]
    [InlineData("a[0]=x,a[1]=y,a[0]=z", "[\"z\",\"y\"]")]
    [InlineData("a[1].b=x,a[1].c=y,a[0]=z", "[\"z\",{\"b\":\"x\",\"c\":\"y\"}]")]
    [InlineData("a[0][1]=x,a[0][0]=y,a[0][2]=z", "[[\"y\",\"x\",\"z\"]]")]
    [InlineData("a={1,2},a[1]=x,a[2]=y", "[1,\"x\",\"y\"]")]
    public void Places_are_set_in_any_order(string argument, string expected)
    {
        Assert.True(new ValueSources { Plain = [argument] }.Merge(HelmGeneration.V4).TryGet(new("a"), out var list));
        Assert.Equal(expected, Show(list));
    }

    [Fact]
    public void Empty_places_have_a_limit()
    {
        string[] many = [.. Enumerable.Range(0, 100).Select(i => $"a{i}[65535]=1")];
        var failure = Assert.Throws<ChartException>(() => new ValueSources { Plain = many }.Merge(HelmGeneration.V4));
        Assert.Equal("failed parsing --set data: indexes leave more than 4000000 places without a value", failure.Message);
    }

    [Theory]
    [InlineData("[", "]", 100_000, "yaml: line 1: the nesting exceeds the limit of 1000")]
    [InlineData("{a: ", "}", 100_000, "yaml: line 1: the nesting exceeds the limit of 1000")]
    [InlineData("- ", "", 100_000, "yaml: line 1: the nesting exceeds the limit of 1000")]
    [InlineData("? ", "", 100_000, "yaml: line 1: the nesting exceeds the limit of 1000")]
    public void Values_nest_to_a_depth(string open, string close, int depth, string expected)
    {
        var text = string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth));
        Assert.EndsWith(expected, Read(text), StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_do_not_multiply()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 10; i++)
        {
            text.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        Assert.EndsWith("yaml: document contains excessive aliasing", Read(text.ToString()), StringComparison.Ordinal);
        Assert.EndsWith("yaml: anchor 'a' value contains itself", Read("a: &a [*a]\n"), StringComparison.Ordinal);
        Assert.EndsWith("yaml: anchor 'a' value contains itself", Read("a: &a\n  <<: *a\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Values_have_no_more_nodes_than_the_limit() =>
        Assert.EndsWith(
            "yaml: line 1: the number of nodes exceeds the limit of 2000000",
            Read("[" + string.Concat(Enumerable.Repeat("1,", 2_000_001)) + "]"),
            StringComparison.Ordinal);

    private static string Show(Value list) => Encoding.UTF8.GetString(GoJson.Format(list, new GoJsonOptions()));

    private static string Read(string text) =>
        Assert.Throws<ChartException>(() => { ValuesText.Read(Encoding.UTF8.GetBytes(text), HelmGeneration.V4); }).Message;

    private static void Apply(string argument) => new ValueSources { Plain = [argument] }.Merge(HelmGeneration.V4);

    private static string Refusal(string argument) => Assert.Throws<ChartException>(() => Apply(argument)).Message;
}
