namespace SecretsKit.Kubernetes.Objects;

/// <summary>A column of an <see cref="ObjectTable"/>.</summary>
/// <param name="Name">As the server calls it: <c>Up-to-date</c>.</param>
/// <param name="Type">Of its cells: <c>string</c>, <c>integer</c>.</param>
/// <param name="Format">Of its cells, as <c>name</c>; may be empty.</param>
/// <param name="Description">What it says; may be empty.</param>
/// <param name="Priority">0 where it is always shown; others only where there is room.</param>
public sealed record TableColumn(string Name, string Type, string Format, string Description, long Priority);
