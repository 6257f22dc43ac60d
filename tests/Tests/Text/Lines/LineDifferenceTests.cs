using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Lines;

namespace SecretsKit.Tests.Text.Lines;

/// <summary>Which lines changed from one text to another, and how they are shown.</summary>
public sealed class LineDifferenceTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("a", "a", "")]
    [InlineData("", "a b", "0,0>0,2")]
    [InlineData("a b", "", "0,2>0,0")]
    [InlineData("a b c", "a x c", "1,1>1,1")]
    [InlineData("a b c d", "b d", "0,1>0,0 2,1>1,0")]
    [InlineData("a b c a b b a", "c b a b a c", "0,2>0,0 3,0>1,1 5,1>4,0 7,0>5,1")]
    public void Finds_a_shortest_script(string old, string now, string changes)
    {
        var found = LineDifference.Of(Lines(old), Lines(now));
        if (changes.Length > 0 && changes.Split(' ').Length > 3)
        {
            // Several scripts of this length exist.
            Assert.Equal(5, found.Sum(change => change.OldCount + change.NewCount));
            return;
        }

        Assert.Equal(
            changes, string.Join(' ', found.Select(change => $"{change.OldStart},{change.OldCount}>{change.NewStart},{change.NewCount}")));
    }

    [Fact]
    public void A_new_item_of_a_list_begins_with_its_dash()
    {
        var old = Lines("env:|- name: a|  value: 1|- name: c|  value: 1|end", '|');
        var now = Lines("env:|- name: a|  value: 1|- name: b|  value: 1|- name: c|  value: 1|end", '|');
        Assert.Equal(new LineChange(3, 0, 3, 2), Assert.Single(LineDifference.Of(old, now)));
        Assert.Equal(new LineChange(3, 2, 3, 0), Assert.Single(LineDifference.Of(now, old)));
    }

    [Theory]
    [InlineData(0, "@@ -3 +3 @@|-c|+x", "@@ -7,0 +8 @@|+y")]
    [InlineData(1, "@@ -2,3 +2,3 @@| b|-c|+x| d", "@@ -7 +7,2 @@| g|+y")]
    [InlineData(2, "@@ -1,7 +1,8 @@| a| b|-c|+x| d| e| f| g|+y")]
    [InlineData(int.MaxValue, "@@ -1,7 +1,8 @@| a| b|-c|+x| d| e| f| g|+y")]
    public void Hunks_are_those_of_the_unified_format(int context, params string[] expected)
    {
        var (old, now) = (Lines("a b c d e f g"), Lines("a b x d e f g y"));
        Assert.Equal(expected, Unified(old, now, context));
    }

    [Fact]
    public void What_a_script_makes_of_the_old_text_is_the_new_one()
    {
        var random = new Random(20261122);
        for (var round = 0; round < 1500; round++)
        {
            var letters = random.Next(1, 8);
            var (old, now) = (Draw(random, letters), Draw(random, letters));
            var changes = LineDifference.Of(old, now);
            RequireApplies(old, now, changes);
            Assert.Equal(ShortestScript(old, now), changes.Sum(change => change.OldCount + change.NewCount));
        }
    }

    [Fact]
    public void Texts_that_share_little_are_done_in_bounded_work_and_still_right()
    {
        var random = new Random(7);
        var old = Enumerable.Range(0, 10_000).Select(_ => new ByteString($"line {random.Next(2_000)}")).ToList();
        var now = Enumerable.Range(0, 10_000).Select(_ => new ByteString($"line {random.Next(2_000)}")).ToList();
        RequireApplies(old, now, LineDifference.Of(old, now));
        var other = Enumerable.Range(0, 10_000).Select(at => new ByteString($"other {at}")).ToList();
        Assert.Single(LineDifference.Of(old, other));
    }

    private static void RequireApplies(List<ByteString> old, List<ByteString> now, IReadOnlyList<LineChange> changes)
    {
        foreach (var context in (int[])[0, 3])
        {
            var made = new List<ByteString>();
            var at = 0;
            foreach (var hunk in Hunk.Group(changes, old.Count, context))
            {
                made.AddRange(old[at..hunk.OldStart]);
                at = hunk.OldStart;
                Assert.Equal(hunk.NewStart, made.Count);
                foreach (var line in hunk.Lines())
                {
                    if (line.Kind != HunkLineKind.Added)
                    {
                        Assert.Equal(at++, line.Old);
                    }

                    if (line.Kind != HunkLineKind.Removed)
                    {
                        Assert.Equal(made.Count, line.New);
                        made.Add(line.Kind == HunkLineKind.Added ? now[line.New] : old[line.Old]);
                    }
                }

                Assert.Equal(hunk.OldStart + hunk.OldCount, at);
                Assert.Equal(hunk.NewStart + hunk.NewCount, made.Count);
            }

            made.AddRange(old[at..]);
            Assert.Equal(now, made);
        }
    }

    private static int ShortestScript(List<ByteString> old, List<ByteString> now)
    {
        var common = new int[old.Count + 1, now.Count + 1];
        for (var i = old.Count - 1; i >= 0; i--)
        {
            for (var j = now.Count - 1; j >= 0; j--)
            {
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return old.Count + now.Count - (2 * common[0, 0]);
    }

    private static string[] Unified(List<ByteString> old, List<ByteString> now, int context) =>
    [
        .. Hunk.Group(LineDifference.Of(old, now), old.Count, context)
        .Select(hunk => string.Join('|', hunk.Lines().Select(line => line.Kind switch
        {
            HunkLineKind.Added => "+" + now[line.New].RevealText(),
            HunkLineKind.Removed => "-" + old[line.Old].RevealText(),
            _ => " " + old[line.Old].RevealText(),
        }).Prepend(hunk.Header))),
    ];

    private static List<ByteString> Draw(Random random, int letters) =>
        [.. Enumerable.Range(0, random.Next(0, 25)).Select(_ => new ByteString(((char)('a' + random.Next(letters))).ToString()))];

    private static List<ByteString> Lines(string text, char separator = ' ') => text.Length == 0
        ? []
        : [.. text.Split(separator).Select(line => new ByteString(line))];
}
