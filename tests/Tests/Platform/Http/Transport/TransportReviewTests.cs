using System.Text;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Retries;
using SecretsKit.Testing.Http;
using static SecretsKit.Tests.Platform.Http.Transport.TransportBench;

namespace SecretsKit.Tests.Platform.Http.Transport;

/// <summary>Servers that say in the content of a response whether another attempt helps.</summary>
public sealed class TransportReviewTests
{
    private static readonly HttpRetryPolicy Quick = new() { MaxAttempts = 3, FirstDelay = TimeSpan.Zero };

    [Theory]
    [InlineData("throttled", HttpIdempotence.NotIdempotent, 3)]
    [InlineData("broken", HttpIdempotence.NotIdempotent, 1)]
    [InlineData("broken", HttpIdempotence.Idempotent, 3)]
    [InlineData("wrong", HttpIdempotence.Idempotent, 1)]
    public async Task The_content_decides_whether_a_request_is_sent_again(string content, HttpIdempotence idempotence, int attempts)
    {
        using var server = new HttpServer(_ => ServedAnswer.Kept(content, "400 Bad Request"));
        using var bench = new TransportBench(Quick);
        Assert.Equal((400, content), await bench.FetchAsync(Reviewed(server.Url, idempotence)));
        Assert.Equal(attempts, server.Requests.Count);
    }

    [Fact]
    public async Task What_is_corrected_is_sent_again_at_once_and_three_times_at_most()
    {
        using var server = new HttpServer(_ => ServedAnswer.Kept("corrected", "403 Forbidden"));
        using var bench = new TransportBench(HttpRetryPolicy.None);
        Assert.Equal((403, "corrected"), await bench.FetchAsync(Reviewed(server.Url, HttpIdempotence.NotIdempotent)));
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task A_content_that_breaks_off_counts_as_no_response()
    {
        var left = 2;
        using var server = new HttpServer(_ => left-- > 0 ? ServedAnswer.Raw("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\ncut")
            : ServedAnswer.Kept("whole"));
        using var bench = new TransportBench(Quick);
        Assert.Equal((200, "whole"), await bench.FetchAsync(Reviewed(server.Url, HttpIdempotence.Idempotent)));
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task A_content_that_was_reviewed_can_be_opened_as_a_stream()
    {
        using var server = new HttpServer(_ => ServedAnswer.Kept("whole"));
        using var bench = new TransportBench(Quick);
        using var response = await bench.SendAsync(Reviewed(server.Url, HttpIdempotence.Idempotent));
        using var reader = new StreamReader(await response.OpenContentAsync(Ct));
        Assert.Equal("whole", await reader.ReadToEndAsync(Ct));
    }

    private static HttpRequest Reviewed(string url, HttpIdempotence idempotence) => new(HttpMethod.Post, HttpUrl.Parse(url))
    {
        Idempotence = idempotence,
        Review = (_, content) => Encoding.UTF8.GetString(content.Span) switch
        {
            "throttled" => HttpReview.TurnedAway,
            "broken" => HttpReview.Failed,
            "corrected" => HttpReview.Corrected,
            "wrong" => HttpReview.Final,
            _ => HttpReview.ByStatus,
        },
    };
}
