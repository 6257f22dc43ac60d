using System.Globalization;
using System.Text;
using System.Text.Json;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Hosting;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Explaining;
using SecretsKit.Releases.Records.Model;
using SecretsKit.Releases.Waiting.Diagnosis;

namespace SecretsKit.Cli.Pipelines.Explaining;

/// <summary>The report of <c>pipeline explain</c> for programs: one object on a line.</summary>
internal static class ExplanationJson
{
    /// <summary>Prints it.</summary>
    public static void Write(CliHost host, ReleaseExplanation found) => JsonLine.Write(host, json =>
    {
        json.WriteString("release", found.Release.Name);
        json.WriteString("namespace", found.Release.Namespace);
        json.WriteNumber("revision", found.Release.Revision);
        json.WriteString("status", ReleaseStatusText.Of(found.Release.Status));
        json.WriteString("description", found.Release.Description);
        json.WriteBoolean("healthy", found.IsHealthy);
        WriteArray(json, "objects", found.Objects, item => WriteObject(json, item));
        WriteArray(json, "quotas", found.Quotas, quota =>
        {
            json.WriteString("namespace", quota.Namespace);
            json.WriteString("name", quota.Name);
            json.WriteString("resource", quota.Resource);
            json.WriteString("limit", quota.Limit);
        });
        WriteArray(json, "warnings", found.Warnings, one =>
        {
            WriteReference(json, one.Subject);
            json.WriteString("reason", one.Reason);
            json.WriteString("message", one.Message);
            json.WriteNumber("count", one.Count);
            json.WriteString("last", one.Last.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        });
        json.WriteStartArray("unreadable");
        foreach (var kind in found.Unreadable)
        {
            json.WriteStringValue(kind);
        }

        json.WriteEndArray();
    });

    private static void WriteObject(Utf8JsonWriter json, ExplainedObject item)
    {
        WriteReference(json, item.Object.Reference);
        json.WriteString("hook", item.Hook);
        json.WriteBoolean("healthy", item.IsHealthy);
        json.WriteString("state", item.Object.Readiness.State.ToString());
        json.WriteString("message", item.Object.Message);
        if (item.Backend is { } backend)
        {
            json.WriteStartObject("backend");
            json.WriteString("selector", backend.Selector);
            json.WriteNumber("pods", backend.Pods);
            json.WriteNumber("ready", backend.Ready);
            json.WriteEndObject();
        }

        WriteArray(json, "problems", item.Object.Problems, problem => WriteProblem(json, problem));
    }

    private static void WriteProblem(Utf8JsonWriter json, PodProblem problem)
    {
        WriteReference(json, problem.Subject);
        json.WriteString("problem", problem.Kind.ToString());
        json.WriteString("container", problem.Container);
        json.WriteBoolean("init", problem.IsInit);
        json.WriteNumber("restarts", problem.Restarts);
        json.WriteString("detail", problem.Detail);
        json.WriteString("advice", ProblemAdvice.Of(problem));
        json.WriteString("log", problem.Log is { } log ? Encoding.UTF8.GetString(log.Text.Span) : "");
    }

    private static void WriteReference(Utf8JsonWriter json, ResourceRef item)
    {
        json.WriteString("kind", item.Kind);
        json.WriteString("name", item.Name);
    }

    private static void WriteArray<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
