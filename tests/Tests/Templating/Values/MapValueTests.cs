using System.Globalization;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Tests.Templating.Values;

/// <summary>Maps of every size behave as dictionaries do.</summary>
public sealed class MapValueTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(40)]
    public void Holds_what_was_set_and_not_removed(int keys)
    {
        var random = new Random(keys);
        var expected = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var map = new MapValue(capacity: keys % 2 == 0 ? 0 : keys);
        for (var i = 0; i < 2_000; i++)
        {
            var key = "k" + random.Next(keys).ToString(CultureInfo.InvariantCulture);
            if (random.Next(3) == 0)
            {
                expected.Remove(key);
                map.Remove(new(key));
            }
            else
            {
                expected[key] = i;
                map.Set(new(key), Value.Int(i));
            }

            Assert.Equal(expected.Count, map.Count);
            Assert.Equal(expected.TryGetValue(key, out var number), map.TryGet(new(key), out var value));
            Assert.Equal(number, value.Bits);
        }

        Assert.Equal(expected.Keys, Keys(map));
        Assert.Equal(expected.Values.Order(), Numbers(map).Order());
    }

    [Fact]
    public void Copies_do_not_follow_changes()
    {
        var map = new MapValue();
        map.Set(new("b"), Value.Int(1));
        var copy = map.ShallowCopy();
        map.Set(new("b"), Value.Int(2));
        map.Set(new("a"), Value.Int(3));
        copy.Set(new("c"), Value.Int(4));
        Assert.Equal(["b", "c"], Keys(copy));
        Assert.Equal(1, copy[new("b")].Bits);
        Assert.Equal(["a", "b"], Keys(map));
    }

    [Fact]
    public void Sorted_keys_are_those_of_the_moment_they_were_asked_for()
    {
        var map = new MapValue();
        map.Set(new("b"), Value.Nil);
        var before = map.SortedKeys;
        map.Set(new("a"), Value.Nil);
        Assert.Equal(1, before.Length);
        Assert.Equal(["a", "b"], Keys(map));
    }

    [Fact]
    public void Nil_maps_refuse_entries() =>
        Assert.Throws<InvalidOperationException>(() => MapValue.NilOf(GoType.AnyMap).Set(new("a"), Value.Nil));

    private static string[] Keys(MapValue map) => Array.ConvertAll(map.SortedKeys.ToArray(), key => key.RevealText());

    private static List<long> Numbers(MapValue map)
    {
        var numbers = new List<long>();
        foreach (var (_, value) in map.Entries)
        {
            numbers.Add(value.Bits);
        }

        return numbers;
    }
}
