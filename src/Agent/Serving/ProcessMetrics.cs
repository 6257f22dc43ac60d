using System.Diagnostics;
using SecretsKit.Sync.Observing;

namespace SecretsKit.Agent.Serving;

/// <summary>Metrics of the process, under the names that all Prometheus clients have.</summary>
internal static class ProcessMetrics
{
    /// <summary>Writes them.</summary>
    public static void Write(MetricsWriter text)
    {
        using var process = Process.GetCurrentProcess();
        text.Begin("process_cpu_seconds_total", "counter", "Processor time")
            .Add("process_cpu_seconds_total", process.TotalProcessorTime.TotalSeconds);
        text.Begin("process_resident_memory_bytes", "gauge", "Memory").Add("process_resident_memory_bytes", process.WorkingSet64);
        text.Begin("process_start_time_seconds", "gauge", "When it started, in Unix time").Add(
            "process_start_time_seconds", (process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds);
        text.Begin("dotnet_gc_heap_bytes", "gauge", "The managed heap").Add("dotnet_gc_heap_bytes", GC.GetTotalMemory(false));
        text.Begin("dotnet_gc_collections_total", "counter", "Collections");
        for (var generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            text.Add("dotnet_gc_collections_total", GC.CollectionCount(generation), ("generation", $"{generation}"));
        }
    }
}
