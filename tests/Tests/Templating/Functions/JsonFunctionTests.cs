using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using static SecretsKit.Tests.Templating.Functions.Calls;

namespace SecretsKit.Tests.Templating.Functions;

public sealed class JsonFunctionTests
{
    [Theory]
    [InlineData("unexpected end of JSON input", "")]
    [InlineData("unexpected end of JSON input", "[1")]
    [InlineData("unexpected end of JSON input", "\"abc")]
    [InlineData("invalid character ' ' in literal true (expecting 'u')", "{\"a\": tr")]
    [InlineData("invalid character ' ' in \\u hexadecimal character escape", "[\"\\u12")]
    [InlineData("invalid character ' ' in string escape code", "\"\\")]
    [InlineData("invalid character ' ' in numeric literal", "-")]
    [InlineData("invalid character ' ' after decimal point in numeric literal", "1.")]
    [InlineData("invalid character ' ' in exponent of numeric literal", "1e+")]
    [InlineData("invalid character 'x' after top-level value", "{} x")]
    [InlineData("invalid character 'a' looking for beginning of object key string", "{a: 1}")]
    [InlineData("invalid character '}' looking for beginning of object key string", "{\"a\":1,}")]
    [InlineData("invalid character ']' looking for beginning of value", "[1,]")]
    [InlineData("invalid character '1' after object key", "{\"a\" 1}")]
    [InlineData("invalid character '1' after object key:value pair", "{\"a\": 01}")]
    [InlineData("invalid character ' ' in numeric literal", "- 1")]
    [InlineData("invalid character 'e' after decimal point in numeric literal", "1.e5")]
    [InlineData("invalid character '}' in exponent of numeric literal", "{\"a\":1e}")]
    [InlineData("invalid character 'x' in literal true (expecting 'e')", "trux")]
    [InlineData("invalid character '\\n' in string literal", "\"a\nb\"")]
    [InlineData("invalid character 'q' in string escape code", "\"\\q\"")]
    [InlineData("invalid character 'g' in \\u hexadecimal character escape", "\"\\u12g4\"")]
    [InlineData("invalid character '\\'' looking for beginning of value", "'a'")]
    [InlineData("invalid character 'Ã' looking for beginning of value", "é")]
    [InlineData("json: cannot unmarshal number 1e999 into Go value of type float64", "{\"a\":1e999}")]
    public void Errors_are_worded_as_go_words_them(string error, string text)
    {
        Assert.Equal(error, Error("mustFromJson", text));
        Assert.Contains(error, Calls.Text("fromJson", text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json: cannot unmarshal array into Go value of type map[string]interface {}", "[1]")]
    [InlineData("json: cannot unmarshal string into Go value of type map[string]interface {}", "\"x\"")]
    [InlineData("json: cannot unmarshal bool into Go value of type map[string]interface {}", "true")]
    [InlineData("json: cannot unmarshal number into Go value of type map[string]interface {}", "5")]
    public void Only_an_object_becomes_a_dictionary(string error, string text) =>
        Assert.Equal($"map[Error:{error}]", Calls.Text("fromJson", text));

    [Theory]
    [InlineData("{\"a\":[1,2.5,null,true],\"b\":{}}", " { \"b\" : {} , \"a\" : [ 1 , 2.50 , null , true ] } ")]
    [InlineData("\"a\\u003cb\\u2028\\\\ é😀\"", "\"a<b\\u2028\\\\ \\u00e9\\ud83d\\ude00\"")]
    [InlineData("\"�x�\"", "\"\\ud83dx\\udc00\"")]
    [InlineData("{\"a\":2}", "{\"a\":1,\"a\":2}")]
    [InlineData("[[],[[]]]", "[[],[[]]]")]
    [InlineData("100000000000000000000", "1e20")]
    public void What_is_read_can_be_written(string expected, string text) =>
        Assert.Equal(expected, Calls.Text("toJson", Call("mustFromJson", text)));

    [Fact]
    public void Layout_and_escapes_depend_on_the_function()
    {
        var value = Map("b", List(1, List(), Map()), "a", "<&>");
        Assert.Equal("{\"a\":\"\\u003c\\u0026\\u003e\",\"b\":[1,[],{}]}", Calls.Text("toJson", value));
        Assert.Equal("{\"a\":\"<&>\",\"b\":[1,[],{}]}", Calls.Text("toRawJson", value));
        Assert.Equal(
            "{\n  \"a\": \"\\u003c\\u0026\\u003e\",\n  \"b\": [\n    1,\n    [],\n    {}\n  ]\n}", Calls.Text("toPrettyJson", value));
        Assert.Equal("", Calls.Text("toJson", double.NaN));
        Assert.Equal("json: unsupported value: NaN", Error("mustToJson", double.NaN));
        Assert.Equal("json: unsupported value: NaN", Error("toRawJson", double.NaN));
        Assert.Equal("null", Calls.Text("toJson", Call("rest", List())));
        Assert.Equal("\"\\ufffd\"", Calls.Text("toJson", new byte[] { 0xff }));
    }

    [Fact]
    public void A_value_that_holds_itself_is_refused_and_not_followed()
    {
        var map = Map();
        Call("set", map, "a", map);
        Assert.StartsWith("json: unsupported value: encountered a cycle", Error("mustToJson", map), StringComparison.Ordinal);
        Assert.Contains("nested too deeply", Error("toString", map), StringComparison.Ordinal);
        Assert.Contains("nested too deeply", Error("deepCopy", map), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_deep_or_occurs_twice_does_not_hold_itself()
    {
        var leaf = List(1);
        var value = leaf;
        for (var i = 0; i < 1_500; i++)
        {
            value = List(value);
        }

        var twice = new string('[', 1_501) + "1" + new string(']', 1_501);
        Assert.Equal($"[{twice},{twice},[1],[1]]", Calls.Text("mustToJson", List(value, value, leaf, leaf)));
    }

    [Fact]
    public void Depth_is_limited_as_in_go()
    {
        var deep = Encoding.ASCII.GetBytes(new string('[', 10_000) + new string(']', 10_000));
        Assert.True(GoJson.TryParse(deep, out _, out _));
        Assert.False(GoJson.TryParse([(byte)'[', .. deep], out _, out var error));
        Assert.Equal(new(JsonFault.TooDeep, "invalid character '[' exceeded max depth"), error);
    }

    [Fact]
    public void Random_values_survive_the_way_through_json()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            // Once through, since integers beyond 2^53 lose digits on the way.
            var text = Call("toJson", Call("mustFromJson", Call("toJson", Value.Of(new RandomValues(seed).Map(depth: 3)))));
            Assert.Equal(Show(text), Show(Call("toJson", Call("mustFromJson", text))));
        }
    }
}
