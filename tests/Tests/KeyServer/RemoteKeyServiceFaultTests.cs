using System.Globalization;
using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Providers.Grpc;
using SecretsKit.Providers.Grpc.Protobuf;
using SecretsKit.Providers.KeyServer;
using SecretsKit.Testing;
using SecretsKit.Testing.Http;
using SecretsKit.Tests.Platform.Http;
using SecretsKit.Tests.Vault;

namespace SecretsKit.Tests.KeyServer;

/// <summary>
/// How a key service of another process fails: always with a result, never sent twice, since a person may have been asked, and with nothing
/// of the part in its words.
/// </summary>
public sealed class RemoteKeyServiceFaultTests : FaultContract
{
    private const string Part = "canary-data-key-of-32-bytes-xxxx";

    private static readonly AgeMasterKey Key = new("age1own");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_not_there_cannot_be_reached()
    {
        using var folder = new TestFolder();
        foreach (var address in (string[])[
            $"tcp://127.0.0.1:{UnusedPort}", "tcp://nothing.invalid:5000", $"unix://{folder.Path}/none.sock", "tcp://127.0.0.1",
            "ftp://host:1", "no address"])
        {
            var attempt = await FailAsync(address);
            Assert.Equal((address, UnwrapOutcome.Unavailable), (address, attempt.Outcome));
        }
    }

    [Fact]
    public async Task A_server_of_another_protocol_is_a_result()
    {
        using var certificate = TestCertificates.SelfSigned("127.0.0.1");
        foreach (var server in (HttpServer[])[
            Serve(_ => NotHttp, null), Serve(_ => ServedAnswer.Kept("<html>"), null), Serve(_ => BrokenOff, null),
            Serve(_ => ServedAnswer.Kept("{}"), certificate)])
        {
            Assert.Equal(UnwrapOutcome.Unavailable, (await FailAsync($"tcp://127.0.0.1:{server.Port}")).Outcome);
        }
    }

    [Fact]
    public async Task Who_asks_a_server_that_is_silent_can_stop_waiting()
    {
        var server = Serve(_ => ServedAnswer.Silence, null);
        var service = Open($"tcp://127.0.0.1:{server.Port}");
        await StopWaitingAsync(server, ct => service.UnwrapAsync(new(Key, "text", null), ct).AsTask());
    }

    [Fact]
    public async Task Who_asks_a_server_that_asks_a_person_can_stop_waiting()
    {
        var asked = new TaskCompletionSource();
        await using var server = await KestrelServer.StartAsync(async context =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }, null);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var call = Open($"tcp://127.0.0.1:{server.Port}").UnwrapAsync(new(Key, "text", null), stop.Token);
        await asked.Task.WaitAsync(Ct);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await call);
    }

    [Theory]
    [InlineData(7, UnwrapOutcome.Denied)]
    [InlineData(16, UnwrapOutcome.Denied)]
    [InlineData(14, UnwrapOutcome.Unavailable)]
    [InlineData(13, UnwrapOutcome.Unavailable)]
    [InlineData(8, UnwrapOutcome.Unavailable)]
    [InlineData(4, UnwrapOutcome.Unavailable)]
    [InlineData(12, UnwrapOutcome.Unavailable)]
    [InlineData(5, UnwrapOutcome.NoMatch)]
    [InlineData(2, UnwrapOutcome.NoMatch)]
    public async Task A_status_is_a_result_after_one_call(int code, UnwrapOutcome outcome)
    {
        var count = 0;
        await using var server = await KestrelServer.StartAsync(context =>
        {
            count++;
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = code.ToString(CultureInfo.InvariantCulture);
            context.Response.Headers["grpc-message"] = "the reason";
            return Task.CompletedTask;
        }, null);
        var attempt = await FailAsync($"tcp://127.0.0.1:{server.Port}");
        Assert.Equal(outcome, attempt.Outcome);
        Assert.Contains("the reason", attempt.Detail, StringComparison.Ordinal);
        Assert.Equal(1, count);
    }

    [Theory]
    [InlineData("status 403")]
    [InlineData("status 503")]
    [InlineData("html")]
    [InlineData("no trailers")]
    [InlineData("no message")]
    [InlineData("cut frame")]
    [InlineData("two messages")]
    [InlineData("no protobuf")]
    [InlineData("unknown compression")]
    [InlineData("bomb")]
    [InlineData("frame of 2 GB")]
    [InlineData("100 MB")]
    [InlineData("gone before the answer")]
    [InlineData("gone in the answer")]
    public async Task An_answer_that_is_none_is_a_result_after_one_call(string kind)
    {
        var count = 0;
        await using var server = await KestrelServer.StartAsync(context =>
        {
            count++;
            return AnswerAsync(context, kind);
        }, null);
        var address = $"tcp://127.0.0.1:{server.Port}";
        Assert.NotEqual(UnwrapOutcome.Unwrapped, (await FailAsync(address)).Outcome);
        Assert.Equal(1, count);
        using var part = new KeyPart(Encoding.ASCII.GetBytes(Part));
        var failure = await Assert.ThrowsAsync<KeyServiceException>(async () => await Open(address).WrapAsync(Key, part, Ct));
        Assert.DoesNotContain(Part, failure + failure.Hint, StringComparison.Ordinal);
        Assert.Equal(2, count);
    }

    [Fact]
    public async Task A_wrapped_key_with_characters_of_a_terminal_is_refused()
    {
        await using var server = await KestrelServer.StartAsync(
            context => WriteAsync(context, Frame(Message("\u001b[2Jtext"u8.ToArray()))), null);
        using var part = new KeyPart(Encoding.ASCII.GetBytes(Part));
        var failure = await Assert.ThrowsAsync<KeyServiceException>(
            async () => await Open($"tcp://127.0.0.1:{server.Port}").WrapAsync(Key, part, Ct));
        Assert.Equal(KeyWrapFault.InvalidResult, failure.Fault);
    }

    [Fact]
    public async Task What_was_sent_is_in_no_message_even_if_the_server_repeats_it()
    {
        await using var server = await KestrelServer.StartAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = "2";
            context.Response.Headers["grpc-message"] = Uri.EscapeDataString(
                "odd: " + Encoding.Latin1.GetString(body.ToArray()) + " " + Convert.ToBase64String(Encoding.ASCII.GetBytes(Part)));
        }, null);
        using var part = new KeyPart(Encoding.ASCII.GetBytes(Part));
        var failure = await Assert.ThrowsAsync<KeyServiceException>(
            async () => await Open($"tcp://127.0.0.1:{server.Port}").WrapAsync(Key, part, Ct));
        Assert.Contains("odd: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Part, failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.ASCII.GetBytes(Part)), failure.ToString(), StringComparison.Ordinal);
    }

    private static Task AnswerAsync(HttpContext context, string kind)
    {
        switch (kind)
        {
            case "status 403" or "status 503":
                context.Response.StatusCode = int.Parse(kind[7..], CultureInfo.InvariantCulture);
                return Task.CompletedTask;
            case "html":
                context.Response.ContentType = "text/html";
                return context.Response.WriteAsync("<html>a portal</html>");
            case "no trailers":
                context.Response.ContentType = "application/grpc";
                return context.Response.Body.WriteAsync(Frame(Message("text"u8.ToArray()))).AsTask();
            case "no message":
                return WriteAsync(context, []);
            case "cut frame":
                return WriteAsync(context, Frame(Message("text"u8.ToArray()))[..^2]);
            case "two messages":
                return WriteAsync(context, [.. Frame(Message("a"u8.ToArray())), .. Frame(Message("b"u8.ToArray()))]);
            case "no protobuf":
                return WriteAsync(context, Frame([0xff, 0xff, 0xff]));
            case "unknown compression":
                return WriteAsync(context, [1, .. Frame(Message("text"u8.ToArray()))[1..]]);
            case "bomb":
                context.Response.Headers["grpc-encoding"] = "gzip";
                return WriteAsync(context, [1, .. Frame(Compressed(100 * 1024 * 1024))[1..]]);
            case "gone before the answer":
                context.Abort();
                return Task.CompletedTask;
            case "gone in the answer":
                return VanishAsync(context);
            case "frame of 2 GB":
                return WriteAsync(context, [0, 0x7f, 0xff, 0xff, 0xff, 1, 2, 3]);
            default:
                return WriteAsync(context, new byte[100 * 1024 * 1024]);
        }
    }

    private static async Task WriteAsync(HttpContext context, byte[] content)
    {
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(content, context.RequestAborted);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private static async Task VanishAsync(HttpContext context)
    {
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(Frame(Message("text"u8.ToArray())).AsMemory(0, 7), context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        context.Abort();
    }

    private static byte[] Message(byte[] result)
    {
        using var writer = new ProtobufWriter();
        writer.Bytes(1, result);
        return writer.Written.ToArray();
    }

    private static byte[] Frame(byte[] message) => GrpcFrame.Write(message);

    private static byte[] Compressed(int zeros)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
        {
            gzip.Write(new byte[zeros]);
        }

        return output.ToArray();
    }

    private RemoteKeyService Open(string address) => new(address, Keep(new VaultFixture()).Host);

    private async Task<KeyAttempt> FailAsync(string address)
    {
        var result = await Open(address).UnwrapAsync(new(Key, "text", null), Ct);
        Assert.Null(result.Part);
        Assert.NotEmpty(result.Attempt.Detail);
        return result.Attempt;
    }
}
