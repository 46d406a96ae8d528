import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.backend.memory.MemoryCollection;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.Set;

/** A server that speaks MongoDB's protocol, in memory. Prints its URL. */
public class Main {
  /** What the driver asks for at least: it accepts no server that calls itself older. */
  static final MongoVersion VERSION =
      new MongoVersion() {
        @Override
        public List<Integer> getVersionArray() {
          return List.of(7, 0, 0);
        }

        @Override
        public int getWireVersion() {
          return 21;
        }
      };

  /**
   * Goes to the one document that has an id and looks whether the rest holds, as MongoDB does. The library uses an index
   * only where nothing else is asked for, and would go through all documents for each compare-and-set.
   */
  static class Collection extends MemoryCollection {
    Collection(MongoDatabase database, String name, CollectionOptions options, CursorRegistry cursors) {
      super(database, name, options, cursors);
    }

    @Override
    protected QueryResult matchDocuments(
        Document query, Document order, int skip, int limit, int batch, Document fields) {
      if (query.containsKey("_id")) {
        Object id = query.get("_id");
        boolean named = id instanceof Document asked && asked.keySet().equals(Set.of("$eq"));
        Document byId = new Document("_id", named ? ((Document) id).get("$eq") : id);
        for (Index<Integer> index : getIndexes()) {
          if (!index.canHandle(byId)) continue;
          return matchDocuments(query, index.getPositions(byId), order, skip, limit, batch, fields);
        }
      }
      return super.matchDocuments(query, order, skip, limit, batch, fields);
    }
  }

  public static void main(String[] arguments) {
    MemoryBackend backend =
        new MemoryBackend() {
          @Override
          public MemoryDatabase openOrCreateDatabase(String name) {
            return new MemoryDatabase(name, getCursorRegistry()) {
              @Override
              protected MemoryCollection openOrCreateCollection(String collection, CollectionOptions options) {
                return new Collection(this, collection, options, cursorRegistry);
              }
            };
          }
        };
    MongoServer server = new MongoServer(backend.version(VERSION));
    System.out.println(server.bindAndGetConnectionString());
  }
}
