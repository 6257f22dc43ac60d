using System.Globalization;
using System.Text;
using SecretsKit.Core.Secrets;
using SecretsKit.Core.Secrets.Redaction;

namespace SecretsKit.Tests.Secrets;

/// <summary>Who sees which values, for how long, and on how many threads.</summary>
public sealed class RedactionScopeLifetimeTests
{
    private const string Text = "of-the-parent of-the-child of-the-other";

    [Fact]
    public void A_child_sees_what_its_parent_knows_and_keeps_what_it_learns_to_itself()
    {
        using var parent = new RedactionScope();
        using var child = parent.CreateChild();
        using var other = parent.CreateChild();
        Assert.True(child.IsEmpty);
        parent.Add("of-the-parent"u8);
        Assert.False(child.IsEmpty);
        child.Add("of-the-child"u8);
        other.Add("of-the-other"u8);
        Assert.Equal("[REDACTED] of-the-child of-the-other", parent.Redact(Text));
        Assert.Equal("[REDACTED] [REDACTED] of-the-other", child.Redact(Text));
        Assert.Equal("[REDACTED] of-the-child [REDACTED]", other.Redact(Text));
    }

    [Fact]
    public void What_a_child_learned_is_forgotten_with_it()
    {
        using var parent = new RedactionScope();
        var child = parent.CreateChild();
        child.Add("of-the-child"u8);
        child.Dispose();
        child.Dispose();
        Assert.True(parent.IsEmpty);
        Assert.Equal(Text, parent.Redact(Text));
    }

    [Fact]
    public void A_disposed_scope_shows_no_text_at_all()
    {
        var parent = new RedactionScope();
        var child = parent.CreateChild();
        child.Add("of-the-child"u8);
        parent.Dispose();
        Assert.Throws<ObjectDisposedException>(() => parent.Redact(Text));
        Assert.Throws<ObjectDisposedException>(() => parent.Add("another"u8));
        Assert.Throws<ObjectDisposedException>(parent.CreateChild);
        Assert.Throws<ObjectDisposedException>(() => child.Redact(Text));
    }

    /// <summary>The same with and without values: a disposed scope is a defect of whoever writes.</summary>
    [Fact]
    public void A_child_of_a_disposed_scope_shows_no_text_even_where_nothing_was_known()
    {
        var parent = new RedactionScope();
        using var child = parent.CreateChild();
        parent.Dispose();
        Assert.Throws<ObjectDisposedException>(() => child.Redact(Text));
        Assert.Throws<ObjectDisposedException>(() => child.Find(Text));
        Assert.Throws<ObjectDisposedException>(child.CreateChild);
    }

    [Fact]
    public void Values_are_wiped_when_their_forms_are_made_and_when_the_scope_is_disposed()
    {
        using var used = new RedactionScope();
        used.Add("hunter2-in-the-buffer"u8);
        var held = used.TestOnlyPending;
        Assert.True(held.Span.IndexOf("hunter2"u8) > 0);
        used.Redact("a text");
        Assert.Equal(-1, held.Span.IndexOfAnyExcept((byte)0));

        var unused = new RedactionScope();
        unused.Add("hunter2-in-the-buffer"u8);
        held = unused.TestOnlyPending;
        unused.Dispose();
        Assert.Equal(-1, held.Span.IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public void A_buffer_that_grows_leaves_nothing_behind()
    {
        using var buffer = new WipedBuffer<byte>();
        buffer.Append("hunter2"u8);
        var first = buffer.TestOnlyItems;
        buffer.Append(new byte[first.Length]);
        Assert.Equal(-1, first.Span.IndexOfAnyExcept((byte)0));
        Assert.Equal("hunter2"u8, buffer.Span[..7]);
    }

    [Fact]
    public void Nothing_known_costs_nothing()
    {
        using var scope = new RedactionScope();
        using var child = scope.CreateChild();
        child.Redact("warm");
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Same(Text, child.Redact(Text));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Of_a_very_long_value_its_beginning_is_looked_for()
    {
        using var scope = new RedactionScope();
        var value = new StringBuilder();
        for (var i = 0; value.Length < RedactionScope.MaxBytes + 100; i++)
        {
            value.Append(CultureInfo.InvariantCulture, $"part-{i:x8}-");
        }

        scope.Add(Encoding.UTF8.GetBytes(value.ToString()));
        Assert.Equal("a [REDACTED] b", scope.Redact($"a {value.ToString(RedactionScope.MaxBytes / 2, 40)} b"));
    }

    [Fact]
    public void Threads_add_and_redact_at_once_and_none_sees_a_value_that_was_added_before()
    {
        using var parent = new RedactionScope();
        parent.Add("known-from-the-start"u8);
        Parallel.For(0, 64, number =>
        {
            using var child = parent.CreateChild();
            var (own, shared) = ($"own-value-{number}-of-a-child", $"shared-value-{number}-of-all");
            child.Add(Encoding.UTF8.GetBytes(own));
            parent.Add(Encoding.UTF8.GetBytes(shared));
            Assert.Equal("[REDACTED], [REDACTED], [REDACTED]", child.Redact($"known-from-the-start, {own}, {shared}"));
            Assert.Equal("[REDACTED], " + own[..6], parent.Redact($"{shared}, {own[..6]}"));
        });
        Assert.Equal(
            string.Join(' ', Enumerable.Repeat("[REDACTED]", 64)),
            parent.Redact(string.Join(' ', Enumerable.Range(0, 64).Select(number => $"shared-value-{number}-of-all"))));
    }
}
