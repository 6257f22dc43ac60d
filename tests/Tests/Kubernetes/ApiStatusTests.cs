using System.Text;
using SecretsKit.Kubernetes.Requests;

namespace SecretsKit.Tests.Kubernetes;

/// <summary>What an API server says of failed requests, and its warnings.</summary>
public sealed class ApiStatusTests
{
    [Fact]
    public void Reads_cause_subject_and_single_faults()
    {
        var status = ApiStatus.Parse(422, """
            {"kind":"Status","apiVersion":"v1","status":"Failure","message":"Service \"s\" is invalid","reason":"Invalid","code":422,
             "details":{"name":"s","group":"","kind":"Service","retryAfterSeconds":3,
              "causes":[{"reason":"FieldValueRequired","message":"Required value","field":"spec.ports"}]}}
            """u8);
        Assert.Equal((422, "Invalid", "Service \"s\" is invalid", "Service", "s"),
            (status.Code, status.Reason, status.Message, status.Kind, status.Name));
        Assert.Equal(TimeSpan.FromSeconds(3), status.RetryAfter);
        Assert.Equal(new ApiStatusCause("FieldValueRequired", "spec.ports", "Required value"), Assert.Single(status.Causes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{\"kind\":\"Pod\",\"message\":\"x\"}")]
    public void Another_body_gives_the_code_alone(string body)
    {
        var status = ApiStatus.Parse(503, Encoding.UTF8.GetBytes(body));
        Assert.Equal((503, "", "", 0), (status.Code, status.Reason, status.Message, status.Causes.Count));
    }

    [Theory]
    [InlineData(409, "AlreadyExists", true, false)]
    [InlineData(409, "Conflict", false, true)]
    [InlineData(404, "NotFound", false, false)]
    public void Tells_an_object_that_exists_from_a_conflict(int code, string reason, bool exists, bool conflict)
    {
        var status = new ApiStatus(code) { Reason = reason };
        Assert.Equal((exists, conflict, code == 404), (status.IsAlreadyExists, status.IsConflict, status.IsNotFound));
    }

    [Theory]
    [InlineData("299 - \"old\"", "old")]
    [InlineData("299 - \"a \\\"b\\\" \\\\ c\"", "a \"b\" \\ c")]
    [InlineData("299 - \"one\", 299 - \"two\"", "one|two")]
    [InlineData("299 - \"one\" \"Mon, 02 Jan 2006 15:04:05 GMT\", 299 x \"two\"", "one|two")]
    [InlineData("110 - \"stale\", 299 - \"b\"", "b")]
    [InlineData("299 - unquoted", "")]
    [InlineData("299 - \"open", "")]
    [InlineData("299 - \"open\\", "")]
    [InlineData("", "")]
    public void Reads_warnings(string header, string texts) => Assert.Equal(texts, string.Join('|', ApiWarnings.Parse([header])));

    [Fact]
    public void Takes_a_limited_number_of_warnings() =>
        Assert.Equal(ApiWarnings.Most, ApiWarnings.Parse(Enumerable.Repeat("299 - \"x\"", 10 * ApiWarnings.Most)).Count());
}
