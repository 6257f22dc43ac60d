using System.Text;
using SecretsKit.Providers.Age.Agent;

namespace SecretsKit.Tests.Age.Agent;

public sealed class AssuanConnectionTests
{
    [Theory]
    [InlineData("OK\n", "")]
    [InlineData("OK done\n", "")]
    [InlineData("D abc\nOK\n", "abc")]
    [InlineData("# hello\nS PROGRESS x\nD a%25b%0Ac\nD d%\nOK\n", "a%b\ncd%")]
    [InlineData("D\nOK\n", "")]
    [InlineData("D %4\nOK\n", "%4")]
    public async Task Data_lines_are_joined_and_unescaped(string server, string expected)
    {
        using var connection = new AssuanConnection(new ServerStream(server));
        using var reply = await connection.TryRequestAsync("X", TestContext.Current.CancellationToken);
        Assert.Equal((0, expected), (reply!.Error, Encoding.UTF8.GetString(reply.Data!.Span)));
    }

    [Theory]
    [InlineData("ERR 83886179 Operation cancelled <Pinentry>\n", 99, "Operation cancelled <Pinentry>")]
    [InlineData("D secret\nERR 67108949 No pinentry <GPG Agent>\n", 85, "No pinentry <GPG Agent>")]
    [InlineData("ERR 5\n", 5, "error 5")]
    [InlineData("ERR\n", 1, "error 0")]
    [InlineData("ERR 99999999999999999999 x\n", 1, "x")]
    public async Task An_error_has_a_number_and_a_text(string server, int error, string message)
    {
        using var connection = new AssuanConnection(new ServerStream(server));
        using var reply = await connection.TryRequestAsync("X", TestContext.Current.CancellationToken);
        Assert.Equal((error, message, true), (reply!.Error, reply.Message, reply.Data is null));
    }

    [Fact]
    public async Task Inquiries_are_answered_with_nothing()
    {
        var stream = new ServerStream("INQUIRE PINENTRY_LAUNCHED 1 2\nD x\nOK\n");
        using var connection = new AssuanConnection(stream);
        using var reply = await connection.TryRequestAsync("GET", TestContext.Current.CancellationToken);
        Assert.Equal("GET\nEND\n", stream.Received);
        Assert.Equal("x"u8, reply!.Data!.Span);
    }

    [Fact]
    public async Task What_is_no_answer_is_none()
    {
        foreach (
            var server in (
                string[])["", "OK", "hello\n", new string('D', 2000)
                    + "\nOK\n", string.Concat(Enumerable.Repeat("D " + new string('x', 900) + "\n", 100)) + "OK\n"])
        {
            using var connection = new AssuanConnection(new ServerStream(server));
            Assert.Null(await connection.TryRequestAsync("X", TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task A_server_may_say_anything()
    {
        var random = new Random(20_261_122);
        string[] tokens = ["OK", "ERR 83886179 x", "D %", "D %25abc", "INQUIRE X", "S y", "#", "\n", "\n", " ", "\0", "é", new string(
            'x', 700)];
        for (var i = 0; i < 5_000; i++)
        {
            var server = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => tokens[random.Next(tokens.Length)]));
            using var connection = new AssuanConnection(new ServerStream(server));
            using var reply = await connection.TryRequestAsync("X", TestContext.Current.CancellationToken);
            Assert.True(reply is null || reply.Error != 0 || reply.Data is not null);
        }
    }

    [Fact]
    public void Arguments_hold_no_blanks_and_no_line_ends() =>
        Assert.Equal("Enter+'a%2Bb'%25%0A%C3%A9", AssuanConnection.Escape("Enter 'a+b'%\né"));

    /// <summary>A server that says one thing, five bytes at a time, and hears everything.</summary>
    private sealed class ServerStream(string output) : MemoryStream
    {
        private readonly byte[] _output = Encoding.UTF8.GetBytes(output);
        private int _said;

        public string Received => Encoding.UTF8.GetString(ToArray());

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = Math.Min(Math.Min(5, buffer.Length), _output.Length - _said);
            _output.AsSpan(_said, count).CopyTo(buffer.Span);
            _said += count;
            return new(count);
        }
    }
}
