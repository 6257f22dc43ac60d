using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;

namespace SecretsKit.Kubernetes.Objects;

/// <summary>
/// Objects of one kind as a table that the server made of them: the columns that people know (<c>Table</c> of <c>meta.k8s.io</c>).
/// </summary>
/// <param name="Columns">The columns. None: those of the table before it.</param>
/// <param name="Rows">The cells of each object, in the order of the columns; values that are missing are empty.</param>
public sealed record ObjectTable(IReadOnlyList<TableColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>What a request for a table accepts: servers before 1.15 have the older version, others answer with the object.</summary>
    internal const string Accept = "application/json;as=Table;v=v1;g=meta.k8s.io,"
        + "application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json";

    /// <summary>Reads an answer.</summary>
    /// <param name="answer">What the server sent.</param>
    /// <returns>The table; of a server that makes none, one with names alone.</returns>
    public static ObjectTable Read(Value answer)
    {
        if (answer.Text(ObjectFields.Kind) != "Table")
        {
            return new([new("Name", "string", "name", "", 0)], [[answer.Field(ObjectFields.Metadata).Text(ObjectFields.Name)]]);
        }

        var columns = new List<TableColumn>();
        foreach (var column in answer.Elements("columnDefinitions"))
        {
            columns.Add(new(
                column.Text(ObjectFields.Name),
                column.Text("type"),
                column.Text("format"),
                column.Text("description"),
                column.Field("priority") is { Kind: GoKind.Int64 } priority ? priority.Bits : 0));
        }

        var rows = new List<IReadOnlyList<string>>();
        foreach (var row in answer.Elements("rows"))
        {
            var cells = new List<string>();
            foreach (var cell in row.Elements("cells"))
            {
                cells.Add(Text(cell));
            }

            rows.Add(cells);
        }

        return new(columns, rows);
    }

    private static string Text(Value cell) => cell switch
    {
        { IsNil: true } => "",
        { IsString: true } => Encoding.UTF8.GetString(cell.StringBytes),
        _ => Encoding.UTF8.GetString(GoJson.Format(cell, GoJsonOptions.Compact)),
    };
}
