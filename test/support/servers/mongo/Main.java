import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.List;

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

  public static void main(String[] arguments) {
    MongoServer server = new MongoServer(new MemoryBackend().version(VERSION));
    System.out.println(server.bindAndGetConnectionString());
  }
}
