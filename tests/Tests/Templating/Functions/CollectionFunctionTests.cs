using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Templating;
using SecretsKit.Templating.Errors;
using static SecretsKit.Tests.Templating.Functions.Calls;

namespace SecretsKit.Tests.Templating.Functions;

public sealed class CollectionFunctionTests
{
    [Fact]
    public void Ends_of_an_empty_list_are_nil_and_its_rests_nil_lists()
    {
        Assert.True(Call("first", List()).IsNil);
        Assert.True(Call("last", List()).IsNil);
        Assert.True(Call("rest", List()).AsList!.IsNil);
        Assert.True(Call("initial", List()).AsList!.IsNil);
        Assert.True(Call("concat", List(), List()).AsList!.IsNil);
        Assert.False(Call("compact", List(0)).AsList!.IsNil);
        Assert.False(Call("rest", List(1)).AsList!.IsNil);
    }

    [Fact]
    public void Equality_minds_types()
    {
        Assert.Equal("[1 1 1]", Show(Call("uniq", List(1, 1.0, "1", 1, "1"))));
        Assert.True(Call("has", Map("a", 1), List(Map("a", 1))).Boolean);
        Assert.False(Call("has", 1.0, List(1)).Boolean);
        Assert.False(Call("has", 1, null).Boolean);
        Assert.False(Call("deepEqual", Call("rest", List()), List()).Boolean);
        Assert.False(Call("deepEqual", List("a"), Call("splitList", ",", "a")).Boolean);
    }

    /// <summary>The other functions say in Go what they return; this one may return anything.</summary>
    [Theory]
    [InlineData("{{ concat.x }}", "interface {}")]
    [InlineData("{{ (concat (list 1)).x }}", "[]interface {}")]
    [InlineData("{{ list.x }}", "[]interface {}")]
    public void A_field_of_a_bare_word_is_asked_of_what_the_word_declares(string template, string type)
    {
        var set = new TemplateSet("t", Calls.Table);
        set.Parse("t", Encoding.UTF8.GetBytes(template));
        var failure = Assert.Throws<TemplateException>(
            () => set.Execute("t", Value.Nil, Templates.Options, TestContext.Current.CancellationToken));
        Assert.EndsWith("can't evaluate field x in type " + type, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Cannot find first on type string", "first", "abc")]
    [InlineData("Cannot push on type int", "append", 5, 1)]
    [InlineData("Cannot prepend on type string", "prepend", "x", 1)]
    [InlineData("Cannot compact on type bool", "compact", true)]
    [InlineData("Cannot concat type float64 as list", "concat", 1.5)]
    [InlineData("Cannot chunk type int", "chunk", 2, 5)]
    [InlineData("list should be type of slice or array but int", "slice", 5, 0)]
    [InlineData("runtime error: invalid memory address or nil pointer dereference", "rest", null)]
    [InlineData("reflect: call of reflect.Value.Type on zero Value", "deepCopy", null)]
    [InlineData("dig needs at least three arguments", "dig", "a")]
    [InlineData("interface conversion: interface {} is string, not map[string]interface {}", "dig", "a", "b", "c")]
    public void What_is_no_list_is_refused_in_the_words_of_the_reference(string error, string function, params object?[]? arguments) =>
        Assert.Equal(error, Error(function, arguments));

    [Fact]
    public void Chunks_of_no_size_are_refused()
    {
        Assert.Equal("[[1 2] [3]]", Show(Call("chunk", 2, List(1, 2, 3))));
        Assert.Equal("runtime error: makeslice: len out of range", Error("chunk", 0, List(1)));
        Assert.Equal("[]", Show(Call("chunk", -2, List(1, 2, 3))));
        Assert.Equal("[]", Show(Call("chunk", 3, List())));
    }

    [Fact]
    public void Bounds_of_slice_are_checked()
    {
        Assert.Equal("[2 3]", Show(Call("slice", List(1, 2, 3), 1)));
        Assert.Equal("[2]", Show(Call("slice", List(1, 2, 3), "1", 2.0)));
        Assert.Equal("reflect.Value.Slice: slice index out of bounds", Error("slice", List(1), 5));
        Assert.True(Call("slice", List(), 5).IsNil);
    }

    [Fact]
    public void A_dictionary_takes_its_keys_as_text()
    {
        Assert.Equal("map[1:2 1.5:4 <nil>:5 true:3 z:]", Show(Call("dict", 1, 2, true, 3, 1.5, 4, null, 5, "z")));
        Assert.Equal("", Show(Call("get", Map(), "a")));
        Assert.True(Call("get", Map("a", null), "a").IsNil);
        Assert.Equal("[a b]", Show(Call("keys", Map("b", 1, "a", 2))));
        Assert.Equal("[2 1]", Show(Call("values", Map("b", 1, "a", 2))));
        Assert.Equal("[1 3]", Show(Call("pluck", "a", Map("a", 1), Map("b", 2), Map("a", 3))));
    }

    [Fact]
    public void Setting_shows_through_every_holder()
    {
        var map = Map("a", 1);
        Assert.Same(map.AsMap, Call("set", map, "b", 2).AsMap);
        Assert.Equal("map[a:1 b:2]", Show(map));
        Call("unset", map, "a");
        Assert.Equal("map[b:2]", Show(map));
        Assert.Equal("assignment to entry in nil map", Error("set", Value.Of(MapValue.NilOf(GoType.AnyMap)), "a", 1));
    }

    [Theory]
    [InlineData(null, "kept", "kept", null)]
    [InlineData(false, true, true, false)]
    [InlineData("", "x", "x", "")]
    [InlineData(0, 5, 5, 0)]
    [InlineData("s", "t", "t", "s")]
    [InlineData(2, 1, 1, 2)]
    public void Merging_fills_what_is_empty_and_overwriting_takes_all(object? winner, object? other, object? filled, object? overwritten)
    {
        Assert.Equal(
            Show(Map("a", filled)),
            Show(Call("merge", Map("a", winner is "s" or 2 ? other : winner), Map("a", winner is "s" or 2 ? winner : other))));
        Assert.Equal(Show(Map("a", overwritten)), Show(Call("mergeOverwrite", Map("a", other), Map("a", winner))));
    }

    [Fact]
    public void Merging_goes_into_maps_and_leaves_lists_whole()
    {
        Assert.Equal("map[a:map[x:1 y:3]]", Show(Call("merge", Map("a", Map("x", 1)), Map("a", Map("x", 2, "y", 3)))));
        Assert.Equal("map[a:5]", Show(Call("merge", Map("a", 5), Map("a", Map("x", 1)))));
        Assert.Equal("map[a:[1]]", Show(Call("merge", Map("a", List(1)), Map("a", List(2)))));
        Assert.Equal("map[]", Show(Call("merge", Map(), Map("a", null))));
        Assert.Equal("map[a:<nil>]", Show(Call("mergeOverwrite", Map(), Map("a", null))));
        Assert.Equal(
            "reflect.Value.SetMapIndex: value of type interface {} is not assignable to type string",
            Error("merge", Map("k", Call("split", ",", "a,b")), Map("k", Map("z", 1))));
    }

    [Fact]
    public void A_deep_copy_shares_nothing_that_can_change()
    {
        var inner = Map("k", 1);
        var copy = Call("deepCopy", Map("m", inner, "l", List(inner)));
        Call("set", inner, "k", 2);
        Assert.Equal("map[l:[map[k:1]] m:map[k:1]]", Show(copy));
    }

    [Fact]
    public void Copies_and_merges_of_random_values_are_equal_to_their_source()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new RandomValues(seed);
            var value = Value.Of(random.Map(depth: 3));
            var copy = Call("deepCopy", value);
            Assert.True(Call("deepEqual", value, copy).Boolean);
            Assert.True(Call("deepEqual", value, Call("merge", copy, value)).Boolean);
            Assert.True(Call("deepEqual", value, Call("mergeOverwrite", Map(), value)).Boolean);
            var other = Value.Of(random.Map(depth: 3));
            var merged = Call("mergeOverwrite", Call("deepCopy", other), value);
            Assert.True(Call("deepEqual", merged, Call("mergeOverwrite", Call("deepCopy", merged), value)).Boolean);
        }
    }
}
